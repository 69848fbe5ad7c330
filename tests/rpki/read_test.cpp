// The JSON of rpki-client and Routinator, and what is refused.
#include "bgpte/rpki/read.hpp"

#include <gtest/gtest.h>

#include "bgpte/scenario/load.hpp"

namespace bgpte::rpki {
namespace {

model::IpPrefix network(const std::string& text) {
  const model::ParsedPrefix parsed = model::parse_prefix(text);
  EXPECT_EQ(parsed.fault, model::PrefixFault::none) << text;
  return parsed.prefix;
}

model::Scenario scenario() {
  model::Scenario made;
  made.local_as = 64500;
  for (const char* text : {"198.51.100.0/24", "203.0.113.0/24", "2001:db8::/32"}) {
    made.prefixes.emplace_back().prefix = network(text);
  }
  return made;
}

Validated read(const std::string& text) {
  const auto made = read_validated(text, scenario());
  if (const std::string* fault = std::get_if<std::string>(&made)) {
    ADD_FAILURE() << *fault << "\n" << text;
    return {};
  }
  return std::get<Validated>(made);
}

TEST(ReadRpki, TakesRpkiClientsForm) {
  const Validated made = read(R"({"metadata": {"buildmachine": "x"}, "roas": [
      {"asn": 64500, "prefix": "203.0.113.0/24", "maxLength": 24, "ta": "ripe", "expires": 1},
      {"asn": 64501, "prefix": "192.0.2.0/24", "maxLength": 24, "ta": "ripe", "expires": 1},
      {"asn": 64500, "prefix": "2001:db8::/29", "maxLength": 32, "ta": "ripe", "expires": 1}],
    "bgpsec_keys": [],
    "aspas": [{"customer_asid": 64500, "expires": 1, "providers": [64502, 64501]},
              {"customer_asid": 64510, "expires": 1, "providers": [64500]}]})");
  EXPECT_EQ(made.vrps, 3U);
  EXPECT_EQ(made.security.vrps, (std::vector<model::Vrp>{{network("203.0.113.0/24"), 24, 64500},
                                                         {network("2001:db8::/29"), 32, 64500}}));
  ASSERT_EQ(made.security.attestations.size(), 1U);
  EXPECT_EQ(made.security.attestations[0].providers, (std::vector<model::Asn>{64501, 64502}));
}

TEST(ReadRpki, TakesRoutinatorsForm) {
  const Validated made = read(R"({"metadata": {"generated": 1}, "roas": [
      {"asn": "AS64500", "prefix": "203.0.112.0/20", "maxLength": 20, "ta": "ripe"},
      {"asn": "AS0", "prefix": "198.51.100.0/22", "maxLength": 32, "ta": "apnic"}],
    "aspas": [{"customer": "AS64500", "providers": ["AS64501"]}]})");
  EXPECT_EQ(made.security.vrps.size(), 2U);
  EXPECT_EQ(made.security.vrps[0].asn, 0U);
  EXPECT_EQ(made.security.attestations[0].providers, std::vector<model::Asn>{64501});
}

TEST(ReadRpki, ARoaWithoutMaxLengthIsForThePrefixAlone) {
  const Validated made = read(R"({"roas": [{"asn": 64500, "prefix": "203.0.112.0/20"}]})");
  ASSERT_EQ(made.security.vrps.size(), 1U);
  EXPECT_EQ(made.security.vrps[0].max_length, 20);
}

TEST(ReadRpki, SaysWhereNothingWasValidated) {
  const auto made = read_validated(R"({"roas": []})", scenario());
  ASSERT_TRUE(std::holds_alternative<std::string>(made));
  EXPECT_EQ(std::get<std::string>(made), "the file has no ROA at all: did the validator run?");
}

TEST(ReadRpki, SaysThatAttestationsOfAnOldDraftAreLeftOut) {
  for (const char* old : {R"("aspas": [{"customer": "AS64500", "afi": "ipv4", "providers": []}])",
                          R"("provider_authorizations": {"ipv4": [], "ipv6": []})"}) {
    const Validated made =
        read(std::string(R"({"roas": [{"asn": 64500, "prefix": "203.0.112.0/20"}], )") + old + "}");
    ASSERT_EQ(made.notes.size(), 1U) << old;
    EXPECT_NE(made.notes[0].find("old draft of ASPA"), std::string::npos);
    EXPECT_TRUE(made.security.attestations.empty());
  }
}

TEST(ReadRpki, WhatItCannotReadIsRefused) {
  for (
      const char* text :
      {"",
       "[]",
       "{",
       "null",
       "7",
       R"({"roas": 1})",
       R"({"vrps": []})",
       R"({"roas": [1]})",
       R"({"roas": [{"asn": -1, "prefix": "203.0.113.0/24"}]})",
       R"({"roas": [{"asn": 4294967296, "prefix": "203.0.113.0/24"}]})",
       R"({"roas": [{"asn": 1e3, "prefix": "203.0.113.0/24"}]})",
       R"({"roas": [{"asn": "ASX", "prefix": "203.0.113.0/24"}]})",
       R"({"roas": [{"asn": "AS", "prefix": "203.0.113.0/24"}]})",
       R"({"roas": [{"asn": 64500, "prefix": "203.0.113.1/24"}]})",
       R"({"roas": [{"asn": 64500, "prefix": "203.0.113.0/24", "maxLength": 23}]})",
       R"({"roas": [{"asn": 64500, "prefix": "203.0.113.0/24", "maxLength": 33}]})",
       R"({"roas": [{"asn": 64500, "prefix": "203.0.113.0/24", "maxLength": "24"}]})",
       R"({"roas": [{"asn": 1, "prefix": "0.0.0.0/0"}], "aspas": {}})",
       R"({"roas": [{"asn": 1, "prefix": "0.0.0.0/0"}], "aspas": [{"customer": 1}]})",
       R"({"roas": [{"asn": 1, "prefix": "0.0.0.0/0"}], "aspas": [{"customer": 1, "providers": ["x"]}]})"}) {
    const auto made = read_validated(text, scenario());
    ASSERT_TRUE(std::holds_alternative<std::string>(made)) << text;
    EXPECT_EQ(std::get<std::string>(made).find_first_of("\n\x1b"), std::string::npos);
  }
}

TEST(ReadRpki, KeepsWhatCoversAPrefixAndNothingElse) {
  const Validated made = read(R"({"roas": [
      {"asn": 1, "prefix": "0.0.0.0/0", "maxLength": 0},
      {"asn": 2, "prefix": "203.0.113.0/25", "maxLength": 25},
      {"asn": 3, "prefix": "203.0.112.0/24", "maxLength": 24},
      {"asn": 4, "prefix": "::/0", "maxLength": 0},
      {"asn": 4, "prefix": "::/0", "maxLength": 0}]})");
  EXPECT_EQ(made.vrps, 5U);
  EXPECT_EQ(made.security.vrps,
            (std::vector<model::Vrp>{{network("0.0.0.0/0"), 0, 1}, {network("::/0"), 0, 4}}));
}

}  // namespace
}  // namespace bgpte::rpki
