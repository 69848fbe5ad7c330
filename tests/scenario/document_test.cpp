#include "src/scenario/document.hpp"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "src/scenario/decimal.hpp"
#include "src/scenario/faults.hpp"

namespace bgpte::scenario {
namespace {

TEST(Document, PointersLinesAndColumnsOfEveryValue) {
  const std::string_view text = "{\n  \"a\": [10, {\"b/c~d\": \"x\\ny\"}],\n\t\"é\": true\n}";
  const Document document(text);
  ASSERT_TRUE(document.complete());
  const LineTable lines(text);
  struct Row {
    std::string_view pointer, text;
    std::size_t line, column;
  };
  const std::vector<Row> rows{{"/a/0", "10", 2, 9},
                              {"/a/1/b~1c~0d", "x\ny", 2, 23},
                              {"/é", "true", 3, 8}};  // Bytes: é has two.
  std::size_t met = 0;
  for (Document::Index node = 0; node < 6; ++node) {
    for (const Row& row : rows) {
      if (document.pointer(node) == row.pointer) {
        ++met;
        EXPECT_EQ(document.text(node), row.text);
        EXPECT_EQ(lines.position(document.offset(node)).line, row.line) << row.pointer;
        EXPECT_EQ(lines.position(document.offset(node)).column, row.column) << row.pointer;
      }
    }
  }
  EXPECT_EQ(met, rows.size());
}

TEST(Document, AcceptsWhatAnotherParserAcceptsAndNothingElse) {
  const std::vector<std::string> texts{"0",
                                       "-0",
                                       "01",
                                       "1.",
                                       ".5",
                                       "1e5",
                                       "1E+5",
                                       "1e",
                                       "-",
                                       "+1",
                                       "1.5e-3",
                                       "true",
                                       "True",
                                       "nul",
                                       "null",
                                       "\"\"",
                                       "\"\\u00e9\"",
                                       "\"\\ud83d\\ude00\"",
                                       "\"\\ud83d\"",
                                       "\"\\ude00\"",
                                       "\"\\u12g4\"",
                                       "\"\\x\"",
                                       "\"\t\"",
                                       "\"\xC3\xA9\"",
                                       "\"\xC0\x80\"",
                                       "\"\xED\xA0\x80\"",
                                       "\"\xF4\x90\x80\x80\"",
                                       "\"\xE2\x82\"",
                                       "[]",
                                       "[1]",
                                       "[1,]",
                                       "[,1]",
                                       "[1 2]",
                                       "[1",
                                       "]",
                                       "{}",
                                       "{\"a\":1}",
                                       "{\"a\":1,}",
                                       "{\"a\" 1}",
                                       "{a:1}",
                                       "{\"a\":}",
                                       "{\"a\"}",
                                       "{1:2}",
                                       "[1]x",
                                       " [1] ",
                                       "/**/1",
                                       "1//x",
                                       "",
                                       " ",
                                       "NaN",
                                       "[Infinity]",
                                       "[\"a\",\"b\"]",
                                       "[[[]]]",
                                       "[{}]",
                                       "{\"a\":{\"b\":[{}]}}",
                                       "\"\\/\"",
                                       "'a'",
                                       "\v1"};
  for (const std::string& text : texts) {
    EXPECT_EQ(Document(text).faults().empty(), nlohmann::json::accept(text)) << text;
  }
}

TEST(Document, GoesOnAfterWhatCanBeUnderstood) {
  const Document document("[1,, 2]");
  EXPECT_FALSE(document.complete());
  const std::string text = "{\"a\": NaN, // why\n \"b\": 01 \"c\": [1,], \"d\": .5}";
  const Document recovered(text);
  EXPECT_TRUE(recovered.complete());
  std::vector<std::size_t> offsets;
  for (const SyntaxFault& fault : recovered.faults()) {
    offsets.push_back(fault.offset);
  }
  EXPECT_EQ(offsets,
            (std::vector<std::size_t>{text.find("NaN"), text.find("//"), text.find("01"),
                                      text.find("\"c\""), text.find(",]"), text.find(".5")}));
}

TEST(Decimal, ExactAtEveryScale) {
  struct Row {
    std::string_view text;
    int scale;
    std::int64_t value;
    bool exact;
  };
  const std::vector<Row> rows{{"0", 6, 0, true},
                              {"-0.0", 6, 0, true},
                              {"0.5", 6, 500'000, true},
                              {"0.50", 6, 500'000, true},
                              {"1.20", 6, 1'200'000, true},
                              {"0.000001", 6, 1, true},
                              {"0.0000001", 6, 0, false},
                              {"0.0000005", 6, 1, false},
                              {"1e3", 0, 1000, true},
                              {"1.5e3", 0, 1500, true},
                              {"1500e-3", 0, 2, false},
                              {"12.5e-1", 2, 125, true},
                              {"-2.5", 0, -3, false},
                              {"0e999999999999", 0, 0, true},
                              {"0.1e-400", 6, 0, false},
                              {"999999999999999999", 0, 999'999'999'999'999'999, true},
                              {"0.9999999", 6, 1'000'000, false}};
  for (const Row& row : rows) {
    const Scaled scaled = scaled_decimal(row.text, row.scale);
    EXPECT_EQ(scaled.value, row.value) << row.text;
    EXPECT_EQ(scaled.exact, row.exact) << row.text;
    EXPECT_FALSE(scaled.too_large) << row.text;
  }
  for (const std::string_view text :
       {"1000000000000000000", "1e400", "-1e18", "1e99999999999999"}) {
    EXPECT_TRUE(scaled_decimal(text, 0).too_large) << text;
  }
}

TEST(Faults, NearestName) {
  const std::vector<std::string_view> names{"capacity", "inbound", "max_utilisation", "A", "B"};
  EXPECT_EQ(nearest_name("capcity", names), "capacity");
  EXPECT_EQ(nearest_name("Capacity", names), "capacity");
  EXPECT_EQ(nearest_name("inbuond", names), "inbound");
  EXPECT_EQ(nearest_name("max-utilization", names), "max_utilisation");
  EXPECT_EQ(nearest_name("b", names), "B");
  EXPECT_EQ(nearest_name("C", names), "");
  EXPECT_EQ(nearest_name("colour", names), "");
  EXPECT_EQ(nearest_name(std::string(100'000, 'x'), names), "");
}

TEST(Faults, ShownTextIsShortAndSafe) {
  EXPECT_EQ(shown("a\"b\\c\nd\x1B[31m\x7F"), "a\\\"b\\\\c\\nd\\u001b[31m\\u007f");
  EXPECT_EQ(shown("\xC2\x9B\xE2\x80\xAE\xFF"), "\\u009b\\u202e\\u00ff");
  EXPECT_EQ(shown("ünïcode"), "ünïcode");
  EXPECT_EQ(shown(std::string(1'000'000, 'x')).size(), 67U);
}

}  // namespace
}  // namespace bgpte::scenario
