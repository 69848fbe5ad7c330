// Every form in which routers print routes, over random routes, is read back.
#include "tests/config/observed/forms.hpp"

#include <gtest/gtest.h>

#include "tests/config/example.hpp"

namespace bgpte::config {
namespace {

using namespace forms;  // NOLINT(google-build-using-namespace)
using model::Platform;

void expect_read(Platform platform, const std::string& text, const std::vector<Sent>& routes,
                 const Shows& shows) {
  const Observed observed = parse_observed(platform, text, own);
  ASSERT_TRUE(observed.faults.empty()) << observed.faults.front() << "\n" << text;
  ASSERT_EQ(observed.routes.size(), routes.size()) << text;
  for (const Sent& sent : routes) {
    const auto seen =
        std::ranges::find(observed.routes, testing::prefix(sent.prefix), &ObservedRoute::prefix);
    ASSERT_NE(seen, observed.routes.end()) << sent.prefix << "\n" << text;
    const auto other = std::ranges::find_if(sent.path, [](model::Asn as) { return as != own; });
    EXPECT_EQ(seen->prepend, other - sent.path.begin() - 1) << sent.prefix << "\n" << text;
    std::vector<std::string> beyond;
    std::ranges::transform(other, sent.path.end(), std::back_inserter(beyond),
                           [](model::Asn as) { return std::to_string(as); });
    EXPECT_EQ(seen->beyond, beyond) << sent.prefix << "\n" << text;
    model::RouteAttributes marks;
    if (shows.communities) {
      for (const auto* list : {&sent.standard, &sent.large}) {
        for (const std::string& one : *list) {
          marks.communities.push_back(model::parse_community(one).value());
        }
      }
      std::ranges::sort(marks.communities);
    }
    marks.med = shows.med ? sent.med : std::nullopt;
    EXPECT_EQ(seen->marks, marks) << sent.prefix << "\n" << text;
    EXPECT_TRUE(seen->path_shown);
    EXPECT_EQ(seen->communities_shown, shows.communities);
    EXPECT_EQ(seen->med_shown, shows.med);
  }
}

TEST(ObservedForms, RandomRoutesAreReadBackFromEveryForm) {
  // The layouts of 8.4, 8.5 to 10.0, and 10.6 on.
  const std::vector<FrrText> frr{
      {"*> ", 3, 36, false, false, false}, {"*> ", 3, 36, false, false, true},
      {" *> ", 4, 36, true, false, false}, {" *>  ", 5, 36, false, true, false},
      {" *>  ", 5, 38, true, true, false}, {" *> ", 5, 38, false, true, true}};
  for (unsigned seed = 0; seed < 60; ++seed) {
    const std::vector<Sent> routes = Routes(seed).some();
    for (const FrrText& form : frr) {
      std::vector<Sent> fitting = routes;
      for (Sent& sent : fitting) {
        // The column of the wide form has seven digits; a row with more is refused.
        sent.med = form.wide && sent.med ? std::min(*sent.med, 9'999'999U) : sent.med;
      }
      expect_read(Platform::frr, frr_text(fitting, form), fitting, {false, true});
    }
    expect_read(Platform::frr, frr_json(routes, false), routes, {false, true});
    expect_read(Platform::frr, frr_json(routes, true), routes, {false, true});
    expect_read(Platform::frr, frr_detail(routes), routes, {true, true});
    expect_read(Platform::bird, bird_text(routes, false), routes, {true, true});
    expect_read(Platform::bird, bird_text(routes, true), routes, {true, true});
    expect_read(Platform::openbgpd, openbgpd_detail(routes), routes, {true, true});
    expect_read(Platform::openbgpd, openbgpd_table(routes), routes, {false, true});
    expect_read(Platform::gobgp, gobgp_text(routes, false), routes, {true, true});
    expect_read(Platform::gobgp, gobgp_text(routes, true), routes, {true, true});
    expect_read(Platform::junos, junos_json(routes, true), routes, {true, true});
    expect_read(Platform::junos, junos_json(routes, false), routes, {true, true});
    expect_read(Platform::eos, eos_json(routes), routes, {false, true});
    expect_read(Platform::ios_xr, ios_xr_text(routes, false), routes, {false, false});
    expect_read(Platform::ios_xr, ios_xr_text(routes, true), routes, {false, false});
    if (::testing::Test::HasFailure()) {
      return;
    }
  }
}

TEST(ObservedForms, FrrTextOf101To105DoesNotTellPathsBeforeThePolicy) {
  const std::vector<Sent> routes = Routes(7).some();
  const Observed observed =
      parse_observed(Platform::frr, frr_text(routes, {" *>  ", 5, 36, false, false, false}), own);
  ASSERT_TRUE(observed.faults.empty());
  ASSERT_FALSE(observed.routes.empty());
  for (const ObservedRoute& route : observed.routes) {
    EXPECT_FALSE(route.path_shown);
    EXPECT_FALSE(route.med_shown);
    EXPECT_EQ(route.prepend, 0);
  }
}

}  // namespace
}  // namespace bgpte::config
