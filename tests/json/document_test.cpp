#include "bgpte/json/document.hpp"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

namespace bgpte::json {
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

TEST(Document, SpansOfValuesAndKeysPatchTheSource) {
  const std::string text = "{ \"a\\u00e9\": [10, {\"b\": \"x\\ny\"} ], \"c\" : null, \"d\": {} }";
  const Document document(text);
  ASSERT_TRUE(document.complete());
  const auto written = [&](Span span) { return text.substr(span.begin, span.end - span.begin); };
  const Document::Index list = document.first_child(0);
  const Document::Index number = document.first_child(list);
  const Document::Index object = document.next_sibling(number);
  const Document::Index null = document.next_sibling(list);
  EXPECT_EQ(document.span(0), (Span{0, text.size()}));
  EXPECT_EQ(written(document.key_span(list)), "\"a\\u00e9\"");
  EXPECT_EQ(written(document.span(list)), "[10, {\"b\": \"x\\ny\"} ]");
  EXPECT_EQ(written(document.span(number)), "10");
  EXPECT_EQ(written(document.span(object)), "{\"b\": \"x\\ny\"}");
  EXPECT_EQ(written(document.span(document.first_child(object))), "\"x\\ny\"");
  EXPECT_EQ(written(document.key_span(null)), "\"c\"");
  EXPECT_EQ(written(document.span(null)), "null");
  EXPECT_EQ(written(document.span(document.next_sibling(null))), "{}");
  EXPECT_EQ(document.text(list), "");

  std::string patched = text;
  const Span span = document.span(object);
  patched.replace(span.begin, span.end - span.begin, "20");
  EXPECT_EQ(patched, "{ \"a\\u00e9\": [10, 20 ], \"c\" : null, \"d\": {} }");
  EXPECT_TRUE(Document(patched).complete());
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

}  // namespace
}  // namespace bgpte::json
