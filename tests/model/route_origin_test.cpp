// Route origin validation against a plain reading of RFC 6811, section 2.
#include "bgpte/model/route_origin.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <random>

namespace bgpte::model {
namespace {

IpPrefix network(const std::string& text) {
  const ParsedPrefix parsed = parse_prefix(text);
  EXPECT_EQ(parsed.fault, PrefixFault::none) << text;
  return parsed.prefix;
}

struct OriginRow {
  const char* prefix;
  Asn origin;
  OriginState state;
  bool origin_listed;
};

TEST(RouteOrigin, EachCase) {
  const std::vector<Vrp> vrps{
      {network("10.0.0.0/16"), 16, 64500}, {network("10.1.0.0/16"), 20, 64500},
      {network("10.2.0.0/16"), 24, 0},     {network("10.3.0.0/16"), 24, 64501},
      {network("10.3.0.0/16"), 24, 64502}, {network("10.4.0.0/16"), 32, 0},
      {network("10.4.0.0/16"), 16, 64500}, {network("2001:db8::/32"), 48, 64500}};
  for (const OriginRow& row : {OriginRow{"10.0.0.0/16", 64500, OriginState::valid, true},
                               OriginRow{"10.0.0.0/16", 64501, OriginState::invalid, false},
                               OriginRow{"10.0.0.0/17", 64500, OriginState::invalid, true},
                               OriginRow{"10.0.0.0/15", 64500, OriginState::not_found, false},
                               OriginRow{"10.1.16.0/20", 64500, OriginState::valid, true},
                               OriginRow{"10.1.16.0/21", 64500, OriginState::invalid, true},
                               OriginRow{"10.2.0.0/16", 64500, OriginState::invalid, false},
                               OriginRow{"10.2.0.0/16", 0, OriginState::invalid, false},
                               OriginRow{"10.3.0.0/24", 64501, OriginState::valid, true},
                               OriginRow{"10.3.0.0/24", 64502, OriginState::valid, true},
                               OriginRow{"10.3.0.0/24", 64503, OriginState::invalid, false},
                               OriginRow{"10.4.0.0/16", 64500, OriginState::valid, true},
                               OriginRow{"10.5.0.0/16", 64500, OriginState::not_found, false},
                               OriginRow{"2001:db8:1::/48", 64500, OriginState::valid, true},
                               OriginRow{"2001:db8:1::/49", 64500, OriginState::invalid, true},
                               OriginRow{"2001:db9::/32", 64500, OriginState::not_found, false}}) {
    const OriginCheck check = validate_origin(vrps, network(row.prefix), row.origin);
    EXPECT_EQ(check.state, row.state) << row.prefix << " " << row.origin;
    EXPECT_EQ(check.origin_listed, row.origin_listed) << row.prefix << " " << row.origin;
  }
}

/// The first bits of an IPv4 network, as a text of 0 and 1.
std::string bits_of(const IpPrefix& prefix) {
  std::string bits;
  for (int i = 0; i < prefix.length; ++i) {
    bits += (prefix.address.bytes[static_cast<std::size_t>(i / 8)] >> (7 - i % 8)) & 1 ? '1' : '0';
  }
  return bits;
}

TEST(RouteOrigin, AgreesWithAPlainReadingOnTwoHundredVrps) {
  std::mt19937 random(6811);
  const auto any_network = [&] {
    IpPrefix prefix;
    prefix.length = static_cast<std::uint8_t>(14 + random() % 11);
    const std::uint32_t bits =
        (0x0A000000U | (random() % 1024) << 12U) & (0xFFFFFFFFU << (32U - prefix.length));
    for (unsigned i = 0; i < 4; ++i) {
      prefix.address.bytes[i] = static_cast<std::uint8_t>(bits >> (24U - 8 * i));
    }
    return prefix;
  };
  const auto any_as = [&] {
    return random() % 5 == 0 ? Asn{0} : static_cast<Asn>(64500 + random() % 4);
  };
  std::vector<Vrp> vrps;
  for (int i = 0; i < 200; ++i) {
    const IpPrefix prefix = any_network();
    const auto longer = static_cast<unsigned>(random() % (33U - prefix.length));
    vrps.push_back({prefix, static_cast<std::uint8_t>(prefix.length + longer), any_as()});
  }
  std::sort(vrps.begin(), vrps.end());
  std::map<OriginState, int> met;
  for (int i = 0; i < 5000; ++i) {
    const IpPrefix prefix = any_network();
    const Asn origin = any_as();
    // RFC 6811: covered by none is not found, matched by any is valid, else invalid.
    bool covered = false;
    bool matched = false;
    for (const Vrp& vrp : vrps) {
      const bool covers = bits_of(prefix).starts_with(bits_of(vrp.prefix));
      covered = covered || covers;
      matched = matched ||
                (covers && prefix.length <= vrp.max_length && vrp.asn == origin && vrp.asn != 0);
    }
    const OriginState wanted = matched   ? OriginState::valid
                               : covered ? OriginState::invalid
                                         : OriginState::not_found;
    EXPECT_EQ(validate_origin(vrps, prefix, origin).state, wanted) << to_string(prefix);
    ++met[wanted];
  }
  EXPECT_GT(met[OriginState::valid], 100);
  EXPECT_GT(met[OriginState::invalid], 100);
  EXPECT_GT(met[OriginState::not_found], 100);
}

}  // namespace
}  // namespace bgpte::model
