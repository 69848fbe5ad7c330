#pragma once

#include <array>

#include "src/telemetry/flows/flow_format.hpp"

/// The names that each tool gives to what a flow has.
namespace bgpte::telemetry {

/// nfdump -o 'fmt:%ra,%in,%da,%byt,%pkt,%fl': no names, but these six in this order.
inline constexpr std::array<NamedField, 6> nfdump_fmt_fields{
    {{"Router IP", Field::router}, {"Input", Field::ifindex}, {"Dst IP Addr", Field::destination},
     {"Bytes", Field::bytes},      {"Packets", Field::packets}, {"Flows", Field::flows}}};

/// nfdump -o csv, up to 1.7.4 (output_csv.c of 1.6 and 1.7.1).
inline constexpr std::array<NamedField, 48> nfdump_csv_fields{
    {{"ts", Field::first},   {"te", Field::last},   {"td"},     {"sa"},
     {"da", Field::destination}, {"sp"},            {"dp"},     {"pr"},
     {"flg"},                {"fwd"},               {"stos"},   {"ipkt", Field::packets},
     {"ibyt", Field::bytes}, {"opkt"},              {"obyt"},   {"in", Field::ifindex},
     {"out"},                {"sas"},               {"das"},    {"smk"},
     {"dmk"},                {"dtos"},              {"dir"},    {"nh"},
     {"nhb"},                {"svln"},              {"dvln"},   {"ismc"},
     {"odmc"},               {"idmc"},              {"osmc"},   {"mpls1"},
     {"mpls2"},              {"mpls3"},             {"mpls4"},  {"mpls5"},
     {"mpls6"},              {"mpls7"},             {"mpls8"},  {"mpls9"},
     {"mpls10"},             {"cl"},                {"sl"},     {"al"},
     {"ra", Field::router},  {"eng"},               {"exid"},   {"tr", Field::received}}};

/// nfdump -o 'csv:...', from 1.7.5 on.
inline constexpr std::array<NamedField, 41> nfdump_asked_fields{
    {{"firstSeen", Field::first},    {"lastSeen", Field::last},
     {"received", Field::received},  {"duration"},
     {"routerIP", Field::router},    {"input", Field::ifindex},
     {"output"},                     {"dstAddr", Field::destination},
     {"packets", Field::packets},    {"bytes", Field::bytes},
     {"flows", Field::flows},        {"proto"},
     {"srcAddr"},                    {"srcPort"},
     {"dstPort"},                    {"nextHop"},
     {"bgpNextHop"},                 {"srcAS"},
     {"dstAS"},                      {"nextAS"},
     {"prevAS"},                     {"srcMask"},
     {"dstMask"},                    {"flags"},
     {"tos"},                        {"srcTos"},
     {"dstTos"},                     {"direction"},
     {"flowDir"},                    {"srcVlan"},
     {"dstVlan"},                    {"inSrcMac"},
     {"inDstMac"},                   {"outSrcMac"},
     {"outDstMac"},                  {"engine"},
     {"exporterID"},                 {"exporter"},
     {"bps"},                        {"pps"},
     {"bpp"}}};

/// pmacct's print plugin with print_output: json (pmacct 1.7, CONFIG-KEYS and pmacct-output).
inline constexpr std::array<NamedField, 60> pmacct_json_fields{
    {{"event_type"},           {"tag"},
     {"tag2"},                 {"label"},
     {"class"},                {"mac_src"},
     {"mac_dst"},              {"vlan"},
     {"vlan_in"},              {"vlan_out"},
     {"cos"},                  {"etype"},
     {"as_src"},               {"as_dst"},
     {"comms"},                {"ecomms"},
     {"lcomms"},               {"as_path"},
     {"local_pref"},           {"med"},
     {"comms_src"},            {"as_path_src"},
     {"local_pref_src"},       {"med_src"},
     {"roa_dst"},              {"roa_src"},
     {"peer_as_src"},          {"peer_as_dst"},
     {"peer_ip_src", Field::router}, {"peer_ip_dst"},
     {"mpls_vpn_rd"},          {"iface_in", Field::interface},
     {"iface_out"},            {"ip_src"},
     {"ip_dst", Field::destination}, {"net_src"},
     {"net_dst", Field::network}, {"mask_src"},
     {"mask_dst", Field::mask}, {"port_src"},
     {"port_dst"},             {"tcp_flags"},
     {"ip_proto"},             {"tos"},
     {"country_ip_src"},       {"country_ip_dst"},
     {"sampling_rate", Field::rate}, {"sampling_direction"},
     {"timestamp_start", Field::first}, {"timestamp_end", Field::last},
     {"timestamp_arrival", Field::received}, {"timestamp_min"},
     {"timestamp_max"},        {"stamp_inserted", Field::bin},
     {"stamp_updated"},        {"packets", Field::packets},
     {"flows", Field::flows},  {"bytes", Field::bytes},
     {"export_proto_seqno"},   {"writer_id"}}};

/// The same as CSV. DST_IP and DST_NET, SRC_IP and SRC_NET are names of 1.7; STAMP_INSERTED comes
/// with print_history.
inline constexpr std::array<NamedField, 52> pmacct_csv_fields{
    {{"TAG"},                  {"TAG2"},
     {"LABEL"},                {"CLASS"},
     {"SRC_MAC"},              {"DST_MAC"},
     {"VLAN"},                 {"IN_VLAN"},
     {"OUT_VLAN"},             {"COS"},
     {"ETYPE"},                {"SRC_AS"},
     {"DST_AS"},               {"COMMS"},
     {"ECOMMS"},               {"LCOMMS"},
     {"AS_PATH"},              {"PREF"},
     {"MED"},                  {"SRC_COMMS"},
     {"SRC_AS_PATH"},          {"SRC_PREF"},
     {"SRC_MED"},              {"PEER_SRC_AS"},
     {"PEER_DST_AS"},          {"PEER_SRC_IP", Field::router},
     {"PEER_DST_IP"},          {"IN_IFACE", Field::interface},
     {"OUT_IFACE"},            {"SRC_IP"},
     {"DST_IP", Field::destination}, {"SRC_NET"},
     {"DST_NET", Field::network}, {"SRC_MASK"},
     {"DST_MASK", Field::mask}, {"SRC_PORT"},
     {"DST_PORT"},             {"TCP_FLAGS"},
     {"PROTOCOL"},             {"TOS"},
     {"SAMPLING_RATE", Field::rate}, {"SAMPLING_DIRECTION"},
     {"TIMESTAMP_START", Field::first}, {"TIMESTAMP_END", Field::last},
     {"TIMESTAMP_ARRIVAL", Field::received}, {"STAMP_INSERTED", Field::bin},
     {"STAMP_UPDATED"},        {"PACKETS", Field::packets},
     {"FLOWS", Field::flows},  {"BYTES", Field::bytes},
     {"SRC_COUNTRY"},          {"DST_COUNTRY"}}};

/// For whatever writes flows by a script of one's own.
inline constexpr std::array<NamedField, 8> own_csv_fields{
    {{"time", Field::bin},         {"router", Field::router}, {"interface", Field::interface},
     {"destination", Field::destination}, {"bytes", Field::bytes}, {"packets", Field::packets},
     {"flows", Field::flows},      {"sampling", Field::rate}}};

/// goflow2 with -format json: version 2 has times in nanoseconds, version 1 in seconds.
inline constexpr std::array<NamedField, 60> goflow2_fields{
    {{"type", Field::kind},
     {"time_received_ns", Field::received_ns},
     {"time_flow_start_ns", Field::first_ns},
     {"time_flow_end_ns", Field::last_ns},
     {"time_received", Field::received},
     {"time_flow_start", Field::first},
     {"time_flow_end", Field::last},
     {"sequence_num"},
     {"sampling_rate", Field::rate},
     {"flow_direction"},
     {"sampler_address", Field::router},
     {"bytes", Field::bytes},
     {"packets", Field::packets},
     {"src_addr"},
     {"dst_addr", Field::destination},
     {"etype"},
     {"proto"},
     {"src_port"},
     {"dst_port"},
     {"in_if", Field::ifindex},
     {"out_if"},
     {"src_mac"},
     {"dst_mac"},
     {"src_vlan"},
     {"dst_vlan"},
     {"vlan_id"},
     {"ip_tos"},
     {"forwarding_status"},
     {"ip_ttl"},
     {"ip_flags"},
     {"tcp_flags"},
     {"icmp_type"},
     {"icmp_code"},
     {"icmp_name"},
     {"ipv6_flow_label"},
     {"fragment_id"},
     {"fragment_offset"},
     {"src_as"},
     {"dst_as"},
     {"next_hop"},
     {"next_hop_as"},
     {"src_net"},
     {"dst_net"},
     {"bgp_next_hop"},
     {"bgp_communities"},
     {"as_path"},
     {"mpls_ttl"},
     {"mpls_label"},
     {"mpls_ip"},
     {"observation_domain_id"},
     {"observation_point_id"},
     {"layer_stack"},
     {"layer_size"},
     {"ipv6_routing_header_addresses"},
     {"ipv6_routing_header_seg_left"},
     {"ingress_vrf_id"},
     {"egress_vrf_id"},
     {"time_flow_start_ms"},
     {"time_flow_end_ms"},
     {"sampler_id"}}};

}  // namespace bgpte::telemetry
