// What is sent in another way, or an output that was cut or changed, never reads as the same
// routes.
#include <gtest/gtest.h>

#include <functional>

#include "tests/config/observed/forms.hpp"

namespace bgpte::config {
namespace {

using namespace forms;  // NOLINT(google-build-using-namespace)
using model::Platform;

/// A form, and how it is printed.
struct Form {
  Platform platform;
  std::function<std::string(const std::vector<Sent>&)> print;
  Shows shows;
};

std::vector<Form> all_forms() {
  const FrrText frr{" *> ", 5, 38, false, true, true};
  return {
      {Platform::frr, [=](const auto& routes) { return frr_text(routes, frr); }, {false, true}},
      {Platform::frr, [](const auto& routes) { return frr_json(routes, true); }, {false, true}},
      {Platform::frr, frr_detail, {true, true}},
      {Platform::bird, [](const auto& routes) { return bird_text(routes, true); }, {true, true}},
      {Platform::bird, [](const auto& routes) { return bird_text(routes, false); }, {true, true}},
      {Platform::openbgpd, openbgpd_detail, {true, true}},
      {Platform::openbgpd, openbgpd_table, {false, true}},
      {Platform::gobgp, [](const auto& routes) { return gobgp_text(routes, true); }, {true, true}},
      {Platform::junos, [](const auto& routes) { return junos_json(routes, true); }, {true, true}},
      {Platform::eos, eos_json, {false, true}},
      {Platform::ios_xr,
       [](const auto& routes) { return ios_xr_text(routes, false); },
       {false, false}}};
}

/// Routes whose texts can be told apart in an output.
std::vector<Sent> plain_routes(unsigned seed) {
  std::vector<Sent> routes = Routes(seed).some();
  for (Sent& sent : routes) {
    sent.med = sent.med ? std::optional<std::uint32_t>(4711) : std::nullopt;
  }
  return routes;
}

TEST(ChangedOutputs, WhatIsSentInAnotherWayNeverReadsTheSame) {
  for (unsigned seed = 0; seed < 40; ++seed) {
    const std::vector<Sent> routes = plain_routes(seed);
    for (const Form& form : all_forms()) {
      const Observed wanted = parse_observed(form.platform, form.print(routes), own);
      ASSERT_TRUE(wanted.faults.empty()) << wanted.faults.front();
      const auto expect_other = [&](const std::vector<Sent>& others, const char* what) {
        EXPECT_NE(parse_observed(form.platform, form.print(others), own).routes, wanted.routes)
            << what << "\n"
            << form.print(others);
      };
      for (std::size_t i = 0; i < routes.size(); ++i) {
        std::vector<Sent> others = routes;
        others[i].path.insert(others[i].path.begin(), own);
        expect_other(others, "one prepend more");
        others = routes;
        others[i].path.push_back(64999);
        expect_other(others, "another origin");
        others = routes;
        others.erase(others.begin() + static_cast<std::ptrdiff_t>(i));
        if (!others.empty()) {
          expect_other(others, "a route less");
        }
        if (form.shows.med) {
          others = routes;
          others[i].med = others[i].med ? std::nullopt : std::optional<std::uint32_t>(4711);
          expect_other(others, "another MED");
        }
        if (form.shows.communities) {
          others = routes;
          others[i].standard.push_back("64777:1");
          expect_other(others, "a community more");
        }
      }
    }
  }
}

TEST(ChangedOutputs, ACutOrMutatedOutputNeverReadsTheSame) {
  std::mt19937 random(3);
  for (unsigned seed = 0; seed < 40; ++seed) {
    const std::vector<Sent> routes = plain_routes(seed);
    for (const Form& form : all_forms()) {
      const std::string text = form.print(routes);
      const Observed wanted = parse_observed(form.platform, text, own);
      const auto expect_other = [&](const std::string& other) {
        const Observed seen = parse_observed(form.platform, other, own);
        EXPECT_TRUE(!seen.faults.empty() || seen.routes != wanted.routes) << text << "---\n"
                                                                          << other;
      };
      // Cut anywhere before the last route's own text begins.
      const std::size_t slash = routes.back().prefix.find('/');
      const std::size_t last = text.rfind(routes.back().prefix.substr(0, slash));
      ASSERT_NE(last, std::string::npos);
      for (int cut = 0; cut < 5; ++cut) {
        expect_other(text.substr(0, random() % (last + 1)));
      }
      // A digit of a path is another one.
      for (int change = 0; change < 5; ++change) {
        const Sent& sent = routes[random() % routes.size()];
        const std::string path = path_text(sent, 1);
        const std::size_t at = path.empty() ? std::string::npos : text.find(path);
        if (at == std::string::npos) {
          continue;
        }
        const std::size_t digit = at + path.size() - 1;
        std::string other = text;
        other[digit] = other[digit] == '9' ? '8' : static_cast<char>(other[digit] + 1);
        expect_other(other);
      }
    }
  }
}

}  // namespace
}  // namespace bgpte::config
