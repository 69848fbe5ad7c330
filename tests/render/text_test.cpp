#include <gtest/gtest.h>

#include <sstream>

#include "bgpte/text/display.hpp"
#include "src/render/page.hpp"
#include "src/render/report_text.hpp"
#include "tests/render/sample.hpp"

namespace bgpte {
namespace {

using render_test::link_a_link_b;

std::vector<std::string> lines_of(const std::string& text) {
  std::istringstream in(text);
  std::vector<std::string> lines;
  for (std::string line; std::getline(in, line);) {
    lines.push_back(line);
  }
  return lines;
}

render::Document with_many_links() {
  render::Document document = link_a_link_b();
  const advice::LinkForecast like = document.advice.links[0];
  for (int i = 0; i < 30; ++i) {
    document.advice.links.push_back(like);
    document.advice.links.back().name =
        "transit towards a city whose name is rather long " + std::to_string(i);
    document.advice.links.back().capacity = {model::max_rate.value - i};
    document.advice.links.back().before = {model::max_rate.value - 1};
  }
  return document;
}

TEST(Text, NoLineIsWiderThanTheTerminal) {
  for (const render::Document& document :
       {link_a_link_b(), render_test::no_safe_change(), with_many_links()}) {
    for (const int width : {60, 80, 100, 200}) {
      for (const std::string& line : lines_of(render::to_text(document, {false, width}))) {
        if (line.find("sha256") == std::string::npos) {
          EXPECT_LE(text::display_width(line), static_cast<std::size_t>(std::min(width, 120)))
              << line;
        }
      }
    }
  }
}

TEST(Text, TheAnswerComesFirst) {
  const std::string text = render::to_text(link_a_link_b());
  std::size_t at = 0;
  for (const char* part :
       {"CHANGE", "remove the prepend", "1. remove the prepend of 11.0.0.0/24 towards B (1 to 0)",
        "LINKS", "COST", "ROLLOUT", "ALTERNATIVES", "FINDINGS", "PROOF", "CONFIGURATION"}) {
    const std::size_t next = text.find(part, at);
    ASSERT_NE(next, std::string::npos) << part;
    at = next;
  }
}

TEST(Text, ColourIsOnlyWhereItIsAskedFor) {
  EXPECT_EQ(render::to_text(link_a_link_b()).find('\x1b'), std::string::npos);
  const std::string colored = render::to_text(link_a_link_b(), {true, 100});
  std::string without;
  for (std::size_t i = 0; i < colored.size(); ++i) {
    if (colored[i] == '\x1b') {
      i = colored.find('m', i);
    } else {
      without += colored[i];
    }
  }
  EXPECT_NE(colored, without);
  EXPECT_EQ(without, render::to_text(link_a_link_b()));
}

TEST(Text, ANameCannotCommandTheTerminal) {
  render::Document document = link_a_link_b();
  document.advice.scenario =
      "\x1b[2J\x1b]0;owned\x07 \xc2\x9b"
      "31m";
  document.advice.links[0].name = "A\x1b[31m\nCHANGES";
  document.advice.changes[0].link = "B\r\x1b[K";
  document.advice.findings[0].message = "x\ny\x1b[0m";
  document.config[0].change.session.router = "e\x1b[1m";
  for (const std::string& text : {render::to_text(document), render::to_markdown(document)}) {
    EXPECT_EQ(text.find('\x1b'), std::string::npos);
    EXPECT_EQ(text.find('\r'), std::string::npos);
    EXPECT_EQ(text.find("\xc2\x9b"), std::string::npos);
    EXPECT_EQ(text.find("\nCHANGES\n  1. 11.0.0.0/24 on A"), std::string::npos);
  }
}

TEST(Text, FindingsStandBySeverity) {
  const std::string text = render::to_text(link_a_link_b());
  EXPECT_LT(text.find("[link-congested]"), text.find("[link-saturated]"));
  EXPECT_LT(text.find("[link-saturated]"), text.find("[single-link]"));
}

TEST(Bar, ShowsLowExpectedHighAndTheCeiling) {
  EXPECT_EQ(render::bar(0.5, 0.5, 0.5, 0.8, 10), "[#####...|..]");
  EXPECT_EQ(render::bar(0.3, 0.5, 0.7, 0.8, 10), "[###==--.|..]");
  EXPECT_EQ(render::bar(0, 0, 0, 1, 10), "[..........|]");
  EXPECT_EQ(render::bar(0.98, 0.98, 0.98, 0.8, 10), "[########|##]");
  EXPECT_EQ(render::bar(0.9, 1.2, 1.5, 0.8, 10), "[########|#=>");
}

TEST(ReportText, OptimalIsOnlySaidWhereItIsProved) {
  EXPECT_NE(render::proof_line(link_a_link_b().advice).find("optimal"), std::string::npos);
  const std::string limited = render::proof_line(render_test::no_safe_change().advice);
  EXPECT_EQ(limited.find("optimal"), std::string::npos);
  EXPECT_NE(limited.find("at most gain 1.25 USD"), std::string::npos);
}

TEST(Markdown, TextOfTheScenarioCannotEndACellOrAFence) {
  render::Document document = link_a_link_b();
  document.advice.changes[0].link = "B|C";
  document.advice.scenario = "<script>alert(1)</script>";
  document.config[0].apply = "before\n```\n# Heading\n";
  const std::string page = render::to_markdown(document);
  EXPECT_NE(page.find("| B\\|C |"), std::string::npos);
  EXPECT_EQ(page.find("<script>"), std::string::npos);
  EXPECT_NE(page.find("````text\nbefore\n```\n# Heading\n````\n"), std::string::npos);
}

}  // namespace
}  // namespace bgpte
