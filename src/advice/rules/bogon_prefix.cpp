// Rule bogon-prefix: special-purpose address space, which nobody accepts.
#include <fmt/format.h>

#include <array>

#include "bgpte/model/ip_prefix.hpp"
#include "src/advice/rules/registry.hpp"

namespace bgpte::advice::rule {
namespace {

struct SpecialBlock {
  std::string_view prefix;
  std::string_view what;
  std::string_view source;
};

/// IANA special-purpose address registries (RFC 6890 and later entries), multicast and reserved
/// space: nothing of this is accepted between networks.
constexpr std::array<SpecialBlock, 30> special_blocks{{
    {"0.0.0.0/8", "\"this network\"", "RFC 791"},
    {"10.0.0.0/8", "private", "RFC 1918"},
    {"100.64.0.0/10", "shared address space of carrier NAT", "RFC 6598"},
    {"127.0.0.0/8", "loopback", "RFC 1122"},
    {"169.254.0.0/16", "link-local", "RFC 3927"},
    {"172.16.0.0/12", "private", "RFC 1918"},
    {"192.0.0.0/24", "for IETF protocol assignments", "RFC 6890"},
    {"192.0.2.0/24", "for documentation", "RFC 5737"},
    {"192.88.99.0/24", "deprecated 6to4 relay anycast", "RFC 7526"},
    {"192.168.0.0/16", "private", "RFC 1918"},
    {"198.18.0.0/15", "for benchmarking", "RFC 2544"},
    {"198.51.100.0/24", "for documentation", "RFC 5737"},
    {"203.0.113.0/24", "for documentation", "RFC 5737"},
    {"224.0.0.0/4", "multicast", "RFC 5771"},
    {"240.0.0.0/4", "reserved", "RFC 1112"},
    {"::/8", "reserved, loopback and IPv4-mapped", "RFC 4291"},
    {"64:ff9b::/96", "for IPv4/IPv6 translation", "RFC 6052"},
    {"64:ff9b:1::/48", "for local IPv4/IPv6 translation", "RFC 8215"},
    {"100::/64", "discard-only", "RFC 6666"},
    {"2001::/32", "Teredo", "RFC 4380"},
    {"2001:2::/48", "for benchmarking", "RFC 5180"},
    {"2001:10::/28", "deprecated ORCHID", "RFC 4843"},
    {"2001:20::/28", "ORCHIDv2", "RFC 7343"},
    {"2001:db8::/32", "for documentation", "RFC 3849"},
    {"2002::/16", "6to4", "RFC 7526"},
    {"3fff::/20", "for documentation", "RFC 9637"},
    {"5f00::/16", "for SRv6 segment identifiers", "RFC 9602"},
    {"fc00::/7", "unique local", "RFC 4193"},
    {"fe80::/10", "link-local", "RFC 4291"},
    {"ff00::/8", "multicast", "RFC 4291"},
}};

struct ParsedBlock {
  model::IpPrefix prefix;
  const SpecialBlock* block;
};

std::vector<ParsedBlock> parsed_blocks() {
  std::vector<ParsedBlock> blocks;
  for (const SpecialBlock& block : special_blocks) {
    blocks.push_back({model::parse_prefix(block.prefix).prefix, &block});
  }
  return blocks;
}

}  // namespace

Findings bogon_prefix(const NetworkToday& network) {
  Findings found;
  const std::vector<ParsedBlock> blocks = parsed_blocks();
  for (const model::Prefix& prefix : network.scenario.prefixes) {
    const std::string name = model::to_string(prefix.prefix);
    std::string message;
    for (const ParsedBlock& block : blocks) {
      if (block.prefix.contains(prefix.prefix)) {
        const bool equal = block.prefix == prefix.prefix;
        message =
            fmt::format("{} {} {} ({}) and filtered everywhere", name,
                        equal ? "is" : fmt::format("lies in {}, which is", block.block->prefix),
                        block.block->what, block.block->source);
      }
    }
    if (message.empty() && prefix.prefix.length == 0) {
      message = fmt::format("{} is a default route, not a network to attract traffic for", name);
    }
    if (!message.empty()) {
      found.push_back({"", model::Severity::info, prefix.source, std::move(message),
                       "on the real Internet no prepend of it has any effect; in a lab, ignore "
                       "this"});
    }
  }
  return found;
}

}  // namespace bgpte::advice::rule
