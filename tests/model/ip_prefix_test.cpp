#include "bgpte/model/ip_prefix.hpp"

#include <gtest/gtest.h>

namespace bgpte::model {
namespace {

TEST(ParsePrefix, RoundTripsCanonicalText) {
  for (const char* text :
       {"10.0.0.0/24", "0.0.0.0/0", "192.0.2.1/32", "2001:db8::/32", "2001:db8:0:1::/64", "::/0",
        "2001:db8::1/128", "1:0:0:2::/64", "::1:0:0:0/80"}) {
    const ParsedPrefix parsed = parse_prefix(text);
    ASSERT_EQ(parsed.fault, PrefixFault::none) << text;
    EXPECT_EQ(to_string(parsed.prefix), text);
  }
}

TEST(ParsePrefix, WritesIpv6AsRfc5952) {
  struct Row {
    const char* text;
    const char* canonical;
  };
  for (const Row& row : {Row{"2001:DB8:0:0:0:0:0:0/32", "2001:db8::/32"},
                         Row{"2001:0db8:0000:1::/64", "2001:db8:0:1::/64"},
                         Row{"::ffff:192.0.2.0/120", "::ffff:c000:200/120"},
                         Row{"1:0:2:3:4:5:6:7/128", "1:0:2:3:4:5:6:7/128"}}) {
    EXPECT_EQ(to_string(parse_prefix(row.text).prefix), row.canonical);
  }
}

TEST(ParsePrefix, SaysWhatIsWrong) {
  struct Row {
    const char* text;
    PrefixFault fault;
  };
  for (const Row& row :
       {Row{"10.0.0.0", PrefixFault::syntax}, Row{"10.0.0/24", PrefixFault::syntax},
        Row{"10.0.0.256/24", PrefixFault::syntax}, Row{"010.0.0.0/24", PrefixFault::syntax},
        Row{"10.0.0.0/024", PrefixFault::syntax}, Row{"10.0.0.0/-1", PrefixFault::syntax},
        Row{"10.0.0.0/33", PrefixFault::length}, Row{"2001:db8::/129", PrefixFault::length},
        Row{"10.0.0.1/24", PrefixFault::host_bits}, Row{"2001:db8::1/64", PrefixFault::host_bits},
        Row{"2001:db8::1::/64", PrefixFault::syntax},
        Row{"1:2:3:4:5:6:7:8::/64", PrefixFault::syntax},
        Row{"11.0.0.0/24\n no router bgp 65000", PrefixFault::syntax}, Row{"", PrefixFault::syntax},
        Row{":1::/64", PrefixFault::syntax}, Row{"12345::/64", PrefixFault::syntax}}) {
    EXPECT_EQ(parse_prefix(row.text).fault, row.fault) << row.text;
  }
}

TEST(Prefix, ContainsMoreSpecificsOfItsFamilyOnly) {
  const auto p = [](const char* text) { return parse_prefix(text).prefix; };
  EXPECT_TRUE(p("10.0.0.0/8").contains(p("10.1.0.0/16")));
  EXPECT_TRUE(p("10.0.0.0/8").contains(p("10.0.0.0/8")));
  EXPECT_FALSE(p("10.1.0.0/16").contains(p("10.0.0.0/8")));
  EXPECT_FALSE(p("10.0.0.0/9").contains(p("10.128.0.0/9")));
  EXPECT_FALSE(p("0.0.0.0/0").contains(p("::/0")));
  EXPECT_TRUE(p("::/0").contains(p("2001:db8::/32")));
}

TEST(Prefix, OrdersByFamilyAddressLength) {
  const auto p = [](const char* text) { return parse_prefix(text).prefix; };
  EXPECT_LT(p("203.0.113.0/24"), p("2001:db8::/32"));
  EXPECT_LT(p("10.0.0.0/24"), p("11.0.0.0/8"));
  EXPECT_LT(p("10.0.0.0/8"), p("10.0.0.0/24"));
}

}  // namespace
}  // namespace bgpte::model
