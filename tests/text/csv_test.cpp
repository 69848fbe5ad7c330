// Lines of comma-separated values, with and without quotation marks (RFC 4180).
#include "bgpte/text/csv.hpp"

#include <gtest/gtest.h>

#include <random>

#include "bgpte/text/foreign_form.hpp"

namespace bgpte::text {
namespace {

using Fields = std::vector<std::string>;

Fields split(const std::string& line) {
  CsvLines lines;
  const auto* fields = lines.split(line);
  if (fields == nullptr) {
    return {"<refused>"};
  }
  return {fields->begin(), fields->end()};
}

TEST(Csv, FieldsAndTheBlanksAroundThem) {
  EXPECT_EQ(split("a,b,c"), (Fields{"a", "b", "c"}));
  EXPECT_EQ(split(" a b , ,\tc "), (Fields{"a b", "", "c"}));
  EXPECT_EQ(split(""), Fields{""});
  EXPECT_EQ(split(","), (Fields{"", ""}));
}

TEST(Csv, QuotationMarksHoldCommasBlanksAndMarks) {
  EXPECT_EQ(split(R"("a,b"," c ","")"), (Fields{"a,b", " c ", ""}));
  EXPECT_EQ(split(R"("say ""no""",x)"), (Fields{"say \"no\"", "x"}));
  EXPECT_EQ(split(R"( "a" , "b" )"), (Fields{"a", "b"}));
}

TEST(Csv, AMarkOutOfPlaceIsRefused) {
  for (const char* line : {"\"a", "a\"b", "\"a\"b", "\"a\" b,c", "a,\"", "\"\"\""}) {
    EXPECT_EQ(split(line), Fields{"<refused>"}) << line;
  }
}

TEST(Csv, WhateverIsWrittenWithMarksIsReadBack) {
  constexpr std::string_view characters = "a, \"\tb";
  std::mt19937 random(5);
  for (int i = 0; i < 2000; ++i) {
    Fields fields;
    std::string line;
    for (std::size_t count = 1 + random() % 5; count > 0; --count) {
      std::string& field = fields.emplace_back();
      line.append(fields.size() == 1 ? 0U : 1U, ',');
      line += '"';
      for (std::size_t length = random() % 6; length > 0; --length) {
        const char c = characters[random() % characters.size()];
        field += c;
        line.append(c == '"' ? 2U : 1U, c);
      }
      line += '"';
    }
    EXPECT_EQ(split(line), fields) << line;
  }
}

TEST(ForeignForm, ArchivesByTheirFirstBytes) {
  constexpr std::string_view xz(
      "\xFD"
      "7zXZ\0",
      6);
  EXPECT_EQ(archive_kind(xz), "xz");
  EXPECT_EQ(archive_kind("\x28\xB5\x2F\xFDx"), "zstd");
  EXPECT_EQ(archive_kind("PK\x03\x04"), "zip");
  EXPECT_EQ(archive_kind("\x1F\x8B\x08"), "gzip");
  EXPECT_EQ(archive_kind("BZh9"), "bzip2");
  std::string tar(257, 'a');
  tar += "ustar";
  EXPECT_EQ(archive_kind(tar), "tar");
  EXPECT_EQ(archive_kind("1|2|-1\n"), "");
  EXPECT_EQ(archive_kind(""), "");
}

}  // namespace
}  // namespace bgpte::text
