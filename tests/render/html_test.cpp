// Pages: nothing can become markup, nothing is loaded, and the numbers are those of the JSON.
#include "bgpte/render/html.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "src/render/html/markup.hpp"
#include "tests/render/page_numbers.hpp"
#include "tests/render/page_reader.hpp"
#include "tests/render/random_document.hpp"
#include "tests/render/sample.hpp"

namespace bgpte {
namespace {

using render_test::compare_numbers;
using render_test::expect_sound;

/// Some traffic of two prefixes over the two links of the sample.
advice::PrefixFlows some_flows() {
  advice::PrefixFlows flows;
  flows.named = {
      {"11.0.0.0/24", {{900'000'000}, {0}}, {{630'000'000}, {270'000'000}}, {}, {}},
      {"2001:db8:1234:5678::/64", {{0}, {2'000'000'000}}, {{0}, {2'000'000'000}}, {}, {}}};
  flows.others = 3;
  flows.rest = {"", {{80'000'000}, {3'000'000'000}}, {{80'000'000}, {3'000'000'000}}, {}, {}};
  return flows;
}

TEST(Markup, EscapesTextsAndAttributes) {
  render::Markup page;
  page.open("p", {{"title", R"(a"b'c<d>&)"}});
  page.text("<script>alert('x')</script> & \"q\"");
  page.close();
  EXPECT_EQ(page.take(),
            "<p title=\"a&quot;b&#39;c&lt;d&gt;&amp;\">&lt;script&gt;alert(&#39;x&#39;)&lt;/script"
            "&gt; &amp; &quot;q&quot;</p>");
}

TEST(Markup, ShowsControlsAndDirectionAsQuestionMarks) {
  render::Markup page;
  page.text("a\u202eb\x1b[31mc\nd\x80");
  page.lines("one\ntwo\x07\n");
  EXPECT_EQ(page.take(), "a?b?[31mc d\xef\xbf\xbdone\ntwo?\n");
}

TEST(Markup, NumbersAreShort) {
  EXPECT_EQ(render::coordinate(12.50001), "12.5");
  EXPECT_EQ(render::coordinate(-0.0001), "0");
  EXPECT_EQ(render::of_width(0.69296), "69.296%");
  EXPECT_EQ(render::of_width(1), "100%");
}

TEST(Page, IsSoundForEverySample) {
  for (const render::Document& document :
       {render_test::link_a_link_b(), render_test::keep(), render_test::no_safe_change()}) {
    expect_sound(render::to_html(document));
    expect_sound(render::to_html(document, {some_flows(), "bgpte advise SCENARIO"}));
  }
}

TEST(Page, HasTheNumbersOfTheJson) {
  const render::Document document = render_test::link_a_link_b();
  const std::string page = render::to_html(document, {some_flows(), "bgpte advise SCENARIO"});
  EXPECT_GT(compare_numbers(page, render::to_json(document)), 25U);
}

TEST(Page, RandomDocumentsAreSoundAndHaveTheirNumbers) {
  for (std::uint64_t seed = 0; seed < 60; ++seed) {
    const render::Document document = render_test::RandomDocument(seed).make();
    const std::string page = render::to_html(document);
    expect_sound(page);
    EXPECT_EQ(page, render::to_html(document));
    compare_numbers(page, render::to_json(document));
    if (HasFailure()) {
      FAIL() << "seed " << seed;
    }
  }
}

TEST(Page, HostileNamesAreText) {
  render::Document document = render_test::link_a_link_b();
  advice::Advice& advice = document.advice;
  const std::string name = "</title><script>alert(1)</script>\" onload=\"x' \u202e<img src=x>";
  advice.scenario = name;
  advice.currency = name;
  advice.basis = name;
  advice.summary = name;
  advice.changes[0].link = name;
  advice.changes[0].reason = name;
  advice.links[0].name = name;
  advice.failures[0].failure = name;
  advice.failures[1].overloads[0].link = name;
  advice.rollout[0].changes[0].link = name;
  advice.rollout[0].continue_if.text = name;
  advice.alternatives[0].name = name;
  advice.findings[0].message = name;
  document.config[0].apply = name;
  advice::PrefixFlows flows = some_flows();
  flows.named[0].name = name;
  const std::string page = render::to_html(document, {flows, name});
  expect_sound(page);
  EXPECT_EQ(page.find("<script"), std::string::npos);
  EXPECT_EQ(page.find("<img"), std::string::npos);
  EXPECT_EQ(page.find("\u202e"), std::string::npos);
  EXPECT_NE(page.find("&lt;script&gt;alert(1)&lt;/script&gt;"), std::string::npos);
}

TEST(Page, SaysTheSentencesOfTheMarkdown) {
  const render::Document document = render_test::link_a_link_b();
  const std::string page = render_test::unescaped(render::to_html(document));
  for (const std::string& sentence :
       {document.advice.summary, document.advice.changes[0].reason,
        document.advice.rollout[0].continue_if.text,
        document.advice.rollout[0].contingencies[0].text, document.advice.findings[0].message,
        document.advice.alternatives[0].why_not, document.config[0].rollback}) {
    EXPECT_NE(page.find(sentence), std::string::npos) << sentence;
  }
}

TEST(Page, StaysBelowAMegabyteForAThousandChanges) {
  render::Document document = render_test::link_a_link_b();
  advice::Advice& advice = document.advice;
  const advice::ChangeText change = advice.changes[0];
  const advice::RolloutStep step = advice.rollout[0];
  const config::ConfigPart part = document.config[0];
  for (int i = 0; i < 1000; ++i) {
    advice.changes.push_back(change);
    advice.rollout[0].changes.push_back(change);
    advice.rollout[0].expect.push_back(step.expect[0]);
    advice.rollout.push_back(step);
    advice.findings.push_back(advice.findings[0]);
    document.config[0].apply += std::string(100, 'x') + "\n";
  }
  const advice::LinkForecast link = advice.links[0];
  for (int i = 0; i < 62; ++i) {
    advice.links.push_back(link);
    advice.links.back().name = fmt::format("link-{}", i);
    advice.failures.push_back(advice.failures[1]);
    document.config.push_back(document.config[0]);
  }
  expect_sound(render::to_html(document));
}

TEST(Page, ReportsAreSound) {
  render::Report report{"A <report>", {"One `command` and a sentence."}};
  render::ReportSection ranges{"Ranges"};
  ranges.chart =
      render::RangeChart{"t", "d", {{"11.0.0.0/24, 2026", "A", 0.1, 0.2, 0.3, 0.25, true}}};
  render::ReportSection points{"Points"};
  points.chart = render::PointChart{
      "t", "d", "x", "y", {{"1", 0, 5, "0", "5"}, {"2", 3, 1, "3", "1"}, {"3", 4, 0, "4", "0"}}};
  points.table = render::ReportTable{"c", {"a", "b"}, {{"1", "2"}}, 1};
  render::ReportSection shares{"Shares"};
  shares.chart = render::ShareChart{"t", "d", {"A", "<B>"}, {{"A=0, B=1", {0.25, 0.75}}}};
  shares.details = "lines\nof <text>\n";
  report.sections = {ranges, points, shares};
  const std::string page = render::to_html(report);
  expect_sound(page);
  EXPECT_NE(page.find("width=\"75%\""), std::string::npos);
  EXPECT_EQ(page, render::to_html(report));
}

}  // namespace
}  // namespace bgpte
