#pragma once

#include <array>

#include "src/telemetry/flows/flow_format.hpp"

/// The names that each tool gives to what a flow has, and those that are known and of no use here.
namespace bgpte::telemetry {

/// nfdump -o 'fmt:%ra,%in,%da,%byt,%pkt,%fl': no names, but these six in this order.
inline constexpr std::array<NamedField, 6> nfdump_fmt_fields{{{"Router IP", Field::router},
                                                              {"Input", Field::ifindex},
                                                              {"Dst IP Addr", Field::destination},
                                                              {"Bytes", Field::bytes},
                                                              {"Packets", Field::packets},
                                                              {"Flows", Field::flows}}};

/// nfdump -o csv, up to 1.7.4 (output_csv.c of 1.6 and 1.7.1).
inline constexpr std::array<NamedField, 48> nfdump_csv_fields{{{"ts", Field::first},
                                                               {"te", Field::last},
                                                               {"td"},
                                                               {"sa", Field::source},
                                                               {"da", Field::destination},
                                                               {"sp", Field::source_port},
                                                               {"dp"},
                                                               {"pr", Field::protocol},
                                                               {"flg", Field::tcp_flags},
                                                               {"fwd"},
                                                               {"stos"},
                                                               {"ipkt", Field::packets},
                                                               {"ibyt", Field::bytes},
                                                               {"opkt"},
                                                               {"obyt"},
                                                               {"in", Field::ifindex},
                                                               {"out"},
                                                               {"sas", Field::source_as},
                                                               {"das"},
                                                               {"smk"},
                                                               {"dmk"},
                                                               {"dtos"},
                                                               {"dir"},
                                                               {"nh"},
                                                               {"nhb"},
                                                               {"svln"},
                                                               {"dvln"},
                                                               {"ismc"},
                                                               {"odmc"},
                                                               {"idmc"},
                                                               {"osmc"},
                                                               {"mpls1"},
                                                               {"mpls2"},
                                                               {"mpls3"},
                                                               {"mpls4"},
                                                               {"mpls5"},
                                                               {"mpls6"},
                                                               {"mpls7"},
                                                               {"mpls8"},
                                                               {"mpls9"},
                                                               {"mpls10"},
                                                               {"cl"},
                                                               {"sl"},
                                                               {"al"},
                                                               {"ra", Field::router},
                                                               {"eng"},
                                                               {"exid"},
                                                               {"tr", Field::received}}};

/// nfdump -o 'csv:...', from 1.7.5 on (output_csv.c).
inline constexpr std::array<NamedField, 17> nfdump_asked_fields{{{"firstSeen", Field::first},
                                                                 {"lastSeen", Field::last},
                                                                 {"received", Field::received},
                                                                 {"routerIP", Field::router},
                                                                 {"input", Field::ifindex},
                                                                 {"dstAddr", Field::destination},
                                                                 {"packets", Field::packets},
                                                                 {"bytes", Field::bytes},
                                                                 {"flows", Field::flows},
                                                                 {"inPackets", Field::packets},
                                                                 {"inBytes", Field::bytes},
                                                                 {"event", Field::event},
                                                                 {"srcAddr", Field::source},
                                                                 {"srcPort", Field::source_port},
                                                                 {"proto", Field::protocol},
                                                                 {"flags", Field::tcp_flags},
                                                                 {"srcAS", Field::source_as}}};
inline constexpr std::string_view nfdump_asked_ignored =
    "duration output dstPort nextHop bgpNextHop dstAS nextAS "
    "prevAS srcMask dstMask tos srcTos dstTos direction flowDir srcVlan dstVlan "
    "inSrcMac inDstMac outSrcMac outDstMac engine exporterID exporter bps pps bpp version "
    "count Ident icmpTYpe icmpCode fwdStatus biDirection endReason srcNet dstNet inIfName "
    "outIfName outPackets outBytes bgpNextIP nextIP mplsLabel1 mplsLabel2 mplsLabel3 "
    "mplsLabel4 mplsLabel5 mplsLabel6 mplsLabel7 mplsLabel8 mplsLabel9 mplsLabel10 "
    "mplsLabel1-10 clientLatency serverLatency appLatency eventTime connectionID xEvent "
    "srcXIP dstXIP srcXPort dstXPort ingressACL egressACL nselUser pbStart pbEnd pbStep "
    "pbSize nbarID nbarName obsDomainID obsPointID ingressVrfID ingressVrfName egressVrfID "
    "egressVrfName pfInterface pfAction pfReason pfDirection pfRule flowID inSrvID outSrvID "
    "natString ja3 ja4 sniName tlsVersion srcGeo dstGeo srcLocation dstLocation srcOrg dstOrg "
    "srcTor dstTor label minTTL maxTTL Frag";

/// pmacct's print plugin with print_output: json (plugin_cmn_json.c of 1.7).
inline constexpr std::array<NamedField, 19> pmacct_json_fields{
    {{"peer_ip_src", Field::router},
     {"iface_in", Field::interface},
     {"ip_dst", Field::destination},
     {"net_dst", Field::network},
     {"mask_dst", Field::mask},
     {"sampling_rate", Field::rate},
     {"timestamp_start", Field::first},
     {"timestamp_end", Field::last},
     {"timestamp_arrival", Field::received},
     {"stamp_inserted", Field::bin},
     {"packets", Field::packets},
     {"flows", Field::flows},
     {"bytes", Field::bytes},
     {"fw_event", Field::event},
     {"ip_src", Field::source},
     {"as_src", Field::source_as},
     {"port_src", Field::source_port},
     {"ip_proto", Field::protocol},
     {"tcp_flags", Field::tcp_flags}}};
inline constexpr std::string_view pmacct_json_ignored =
    "event_type tag tag2 label class mac_src mac_dst vlan vlan_in vlan_out cos etype "
    "as_dst comms ecomms lcomms as_path local_pref med comms_src as_path_src local_pref_src "
    "med_src roa_dst roa_src peer_as_src peer_as_dst peer_ip_dst mpls_vpn_rd iface_out "
    "net_src mask_src port_dst tos country_ip_src country_ip_dst "
    "sampling_direction timestamp_min timestamp_max stamp_updated export_proto_seqno "
    "writer_id cvlan_in cvlan_out duration ecomms_src export_proto_sysid export_proto_version "
    "flow_label fwd_status lat_ip_dst lat_ip_src lcomms_src lon_ip_dst lon_ip_src "
    "mpls_label_bottom mpls_label_stack mpls_label_top mpls_pw_id mpls_vpn_rd_origin "
    "nat_event nvgre path_delay_avg_usec path_delay_max_usec path_delay_min_usec "
    "pocode_ip_dst pocode_ip_src post_nat_ip_dst post_nat_ip_src post_nat_port_dst "
    "post_nat_port_src purged_entries srv6_seg_ipv6_list timestamp_export total_entries "
    "tunnel_flow_label tunnel_ip_dst tunnel_ip_proto tunnel_ip_src tunnel_mac_dst "
    "tunnel_mac_src tunnel_port_dst tunnel_port_src tunnel_tcp_flags tunnel_tos vxlan";

/// The same as CSV. DST_IP and DST_NET, SRC_IP and SRC_NET are names of 1.7; STAMP_INSERTED comes
/// with print_history.
inline constexpr std::array<NamedField, 19> pmacct_csv_fields{
    {{"PEER_SRC_IP", Field::router},
     {"IN_IFACE", Field::interface},
     {"DST_IP", Field::destination},
     {"DST_NET", Field::network},
     {"DST_MASK", Field::mask},
     {"SAMPLING_RATE", Field::rate},
     {"TIMESTAMP_START", Field::first},
     {"TIMESTAMP_END", Field::last},
     {"TIMESTAMP_ARRIVAL", Field::received},
     {"STAMP_INSERTED", Field::bin},
     {"PACKETS", Field::packets},
     {"FLOWS", Field::flows},
     {"BYTES", Field::bytes},
     {"FW_EVENT", Field::event},
     {"SRC_IP", Field::source},
     {"SRC_AS", Field::source_as},
     {"SRC_PORT", Field::source_port},
     {"PROTOCOL", Field::protocol},
     {"TCP_FLAGS", Field::tcp_flags}}};
inline constexpr std::string_view pmacct_csv_ignored =
    "TAG TAG2 LABEL CLASS SRC_MAC DST_MAC VLAN IN_VLAN OUT_VLAN COS ETYPE DST_AS COMMS "
    "ECOMMS LCOMMS AS_PATH PREF MED SRC_COMMS SRC_AS_PATH SRC_PREF SRC_MED PEER_SRC_AS "
    "PEER_DST_AS PEER_DST_IP OUT_IFACE SRC_NET SRC_MASK DST_PORT "
    "TOS SAMPLING_DIRECTION STAMP_UPDATED SRC_COUNTRY DST_COUNTRY IN_CVLAN OUT_CVLAN "
    "SRC_ECOMMS SRC_LCOMMS SRC_ROA DST_ROA MPLS_VPN_RD MPLS_PW_ID VRF_NAME INGRESS_VRF_NAME "
    "EGRESS_VRF_NAME IN_IFACE_NAME OUT_IFACE_NAME FLOW_LABEL SH_COUNTRY DH_COUNTRY SH_POCODE "
    "DH_POCODE SH_LAT SH_LON DH_LAT DH_LON POST_NAT_SRC_IP POST_NAT_DST_IP POST_NAT_SRC_PORT "
    "POST_NAT_DST_PORT NAT_EVENT FWD_STATUS MPLS_LABEL_TOP MPLS_LABEL_BOTTOM MPLS_LABEL_STACK "
    "TUNNEL_SRC_MAC TUNNEL_DST_MAC TUNNEL_SRC_IP TUNNEL_DST_IP TUNNEL_PROTOCOL TUNNEL_TOS "
    "TUNNEL_FLOW_LABEL TUNNEL_SRC_PORT TUNNEL_DST_PORT TUNNEL_TCP_FLAGS VXLAN NVGRE "
    "TIMESTAMP_EXPORT TIMESTAMP_MIN TIMESTAMP_MAX EXPORT_PROTO_SEQNO EXPORT_PROTO_VERSION "
    "EXPORT_PROTO_SYSID PATH_DELAY_AVG_USEC PATH_DELAY_MIN_USEC PATH_DELAY_MAX_USEC";

/// For whatever writes flows by a script of one's own.
inline constexpr std::array<NamedField, 13> own_csv_fields{{{"time", Field::bin},
                                                            {"router", Field::router},
                                                            {"interface", Field::interface},
                                                            {"destination", Field::destination},
                                                            {"bytes", Field::bytes},
                                                            {"packets", Field::packets},
                                                            {"flows", Field::flows},
                                                            {"sampling", Field::rate},
                                                            {"source", Field::source},
                                                            {"source_as", Field::source_as},
                                                            {"source_port", Field::source_port},
                                                            {"protocol", Field::protocol},
                                                            {"tcp_flags", Field::tcp_flags}}};

/// goflow2 with -format json: version 2 has times in nanoseconds; version 1 has them in seconds,
/// and its names are written TimeReceived, InIf.
inline constexpr std::array<NamedField, 19> goflow2_fields{
    {{"type", Field::kind},
     {"time_received_ns", Field::received_ns},
     {"time_flow_start_ns", Field::first_ns},
     {"time_flow_end_ns", Field::last_ns},
     {"time_received", Field::received},
     {"time_flow_start", Field::first},
     {"time_flow_end", Field::last},
     {"sampling_rate", Field::rate},
     {"sampler_address", Field::router},
     {"bytes", Field::bytes},
     {"packets", Field::packets},
     {"dst_addr", Field::destination},
     {"in_if", Field::ifindex},
     {"src_addr", Field::source},
     {"src_as", Field::source_as},
     {"src_port", Field::source_port},
     {"proto", Field::protocol},
     {"tcp_flags", Field::tcp_flags},
     {"fragment_offset", Field::fragment}}};
inline constexpr std::string_view goflow2_ignored =
    "sequence_num flow_direction etype dst_port out_if src_mac "
    "dst_mac src_vlan dst_vlan vlan_id ip_tos forwarding_status ip_ttl ip_flags "
    "icmp_type icmp_code icmp_name ipv6_flow_label fragment_id dst_as "
    "next_hop next_hop_as src_net dst_net bgp_next_hop bgp_communities as_path mpls_ttl "
    "mpls_label mpls_ip observation_domain_id observation_point_id layer_stack layer_size "
    "ipv6_routing_header_addresses ipv6_routing_header_seg_left ingress_vrf_id egress_vrf_id "
    "time_flow_start_ms time_flow_end_ms sampler_id bi_flow_direction etype_name proto_name "
    "has_mpls mpls_count mpls_1_ttl mpls_1_label mpls_2_ttl mpls_2_label mpls_3_ttl "
    "mpls_3_label mpls_last_ttl mpls_last_label mpls_label_ip custom_list_1 custom_integer_1 "
    "custom_integer_2 custom_integer_3 custom_integer_4 custom_integer_5 custom_bytes_1 "
    "custom_bytes_2 custom_bytes_3 custom_bytes_4 custom_bytes_5";

}  // namespace bgpte::telemetry
