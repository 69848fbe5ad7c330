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
  return fields == nullptr ? Fields{"<refused>"} : Fields(fields->begin(), fields->end());
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
  std::mt19937 random(5);
  for (int i = 0; i < 2000; ++i) {
    Fields fields(1 + random() % 5);
    std::string line;
    for (std::string& field : fields) {
      for (std::size_t length = random() % 6; length > 0; --length) {
        field += "a, \"\tb"[random() % 6];
      }
      line += line.empty() && &field == fields.data() ? "\"" : ",\"";
      for (const char c : field) {
        line += c == '"' ? std::string("\"\"") : std::string(1, c);
      }
      line += '"';
    }
    EXPECT_EQ(split(line), fields) << line;
  }
}

TEST(ForeignForm, ArchivesByTheirFirstBytes) {
  EXPECT_EQ(archive_kind(std::string("\xFD") + std::string("7zXZ\0", 5)), "xz");
  EXPECT_EQ(archive_kind("\x28\xB5\x2F\xFDx"), "zstd");
  EXPECT_EQ(archive_kind("PK\x03\x04"), "zip");
  EXPECT_EQ(archive_kind("\x1F\x8B\x08"), "gzip");
  EXPECT_EQ(archive_kind("BZh9"), "bzip2");
  EXPECT_EQ(archive_kind(std::string(257, 'a') + "ustar"), "tar");
  EXPECT_EQ(archive_kind("1|2|-1\n"), "");
  EXPECT_EQ(archive_kind(""), "");
}

}  // namespace
}  // namespace bgpte::text
