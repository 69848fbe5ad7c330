#pragma once

#include <gtest/gtest.h>

#include <map>
#include <regex>
#include <string>
#include <vector>

/// Reads pages back, strictly: what does not parse fails the test.
namespace bgpte::render_test {

struct Tag {
  std::string name;
  std::map<std::string, std::string> attributes;  ///< As written, with references.
  std::string text;                               ///< Up to the next tag, as written.
  bool end = false;                               ///< </name>
  bool closed = false;                            ///< <name/>
};

/// Every tag of a page in order.
inline std::vector<Tag> tags_of(const std::string& page) {
  std::vector<Tag> tags;
  std::size_t at = page.find('<');
  while (at != std::string::npos) {
    const std::size_t end = page.find('>', at);
    if (end == std::string::npos) {
      ADD_FAILURE() << "a tag does not end: " << page.substr(at, 80);
      return tags;
    }
    std::string inside = page.substr(at + 1, end - at - 1);
    const std::size_t next = page.find('<', end);
    Tag tag;
    tag.text = page.substr(end + 1, next == std::string::npos ? next : next - end - 1);
    if (inside.starts_with("!")) {
      at = next;
      continue;
    }
    tag.end = inside.starts_with("/");
    tag.closed = inside.ends_with("/");
    inside = inside.substr(tag.end ? 1 : 0, inside.size() - (tag.end || tag.closed ? 1 : 0));
    const std::size_t space = inside.find(' ');
    tag.name = inside.substr(0, space);
    while (space != std::string::npos && inside.find('=') != std::string::npos) {
      const std::size_t begin = inside.find(' ') + 1;
      const std::size_t equals = inside.find("=\"", begin);
      const std::size_t quote = inside.find('"', equals + 2);
      if (equals == std::string::npos || quote == std::string::npos) {
        ADD_FAILURE() << "an attribute is not quoted: " << inside;
        break;
      }
      tag.attributes[inside.substr(begin, equals - begin)] =
          inside.substr(equals + 2, quote - equals - 2);
      inside.erase(0, quote + 1);
    }
    tags.push_back(std::move(tag));
    at = next;
  }
  return tags;
}

/// Checks what holds of every page: elements nest, nothing runs or is loaded, headings are in
/// order, tables have captions and heads, pictures have a title and a description.
inline void expect_sound(const std::string& page) {
  EXPECT_TRUE(page.starts_with("<!DOCTYPE html>\n<html lang=\"en\">"));
  EXPECT_LT(page.size(), 1'000'000U);
  std::vector<std::string> open;
  std::map<std::string, int> ids;
  int level = 0;
  int mains = 0;
  std::string before;
  for (const Tag& tag : tags_of(page)) {
    for (const char* never : {"script", "style", "link", "img", "iframe", "object", "embed", "a",
                              "form", "input", "image", "use", "foreignObject", "base"}) {
      EXPECT_NE(tag.name, never);
    }
    for (const auto& [name, value] : tag.attributes) {
      EXPECT_FALSE(name.starts_with("on")) << name;
      for (const char* never : {"style", "href", "src", "srcset", "action", "xlink:href"}) {
        EXPECT_NE(name, never);
      }
      EXPECT_EQ(value.find("://"), std::string::npos) << value;
      if (value.find("url(") != std::string::npos) {
        EXPECT_TRUE(value.starts_with("url(#")) << value;
      }
      if (name == "id") {
        EXPECT_EQ(ids[value]++, 0) << value;
      }
    }
    if (tag.end) {
      ASSERT_FALSE(open.empty());
      EXPECT_EQ(open.back(), tag.name);
      open.pop_back();
      continue;
    }
    mains += tag.name == "main" ? 1 : 0;
    if (tag.name.size() == 2 && tag.name[0] == 'h' && tag.name[1] >= '1' && tag.name[1] <= '6') {
      const int next = tag.name[1] - '0';
      EXPECT_LE(next, level + 1) << tag.text;
      level = next;
    }
    EXPECT_TRUE(before != "table" || tag.name == "caption");
    if (tag.name == "th") {
      EXPECT_TRUE(tag.attributes.contains("scope"));
    }
    if (tag.name == "svg" && tag.attributes.contains("role")) {
      EXPECT_EQ(tag.attributes.at("role"), "img");
      EXPECT_TRUE(tag.attributes.contains("aria-labelledby"));
    }
    if (before == "svg-img") {
      EXPECT_EQ(tag.name, "title");
    }
    before = tag.name == "svg" && tag.attributes.contains("role") ? "svg-img" : tag.name;
    if (!tag.closed && tag.name != "meta" && tag.name != "hr" && tag.name != "br") {
      open.push_back(tag.name);
    }
  }
  EXPECT_TRUE(open.empty());
  EXPECT_EQ(mains, 1);
}

/// The text of an element as a reader sees it.
inline std::string unescaped(std::string text) {
  const std::vector<std::pair<std::string, std::string>> references{
      {"&lt;", "<"},  {"&gt;", ">"},   {"&quot;", "\""},
      {"&#39;", "'"}, {"\u00a0", " "}, {"&amp;", "&"}};
  for (const auto& [reference, character] : references) {
    for (std::size_t at = 0; (at = text.find(reference, at)) != std::string::npos; ++at) {
      text.replace(at, reference.size(), character);
    }
  }
  return text;
}

}  // namespace bgpte::render_test
