#pragma once

#include <iterator>
#include <random>
#include <vector>

#include "tests/config/daemon_parser.hpp"

namespace bgpte::config::testing {

/// 300 prefixes with random prepends, withdrawals and levers.
inline SessionChange big_change(model::Platform platform, model::PrependOwner owner,
                                model::Family family) {
  SessionChange change = example(platform, owner, family);
  change.local_as = 4'199'999'999U;
  change.session.free_entries = model::EntryRange{1, 99};
  change.session.next_entry = 100;
  if (change.session.foreign) {
    change.session.foreign = model::ForeignPrepend{100, 200};
  }
  const model::RouteAttributes levers[] = {
      {},
      marks({"64500:80", "65535:65281", "0:1", "4294967295:0:1"}),
      marks({}, 0),
      marks({"64500:1:2"}, platform == model::Platform::gobgp ? 2'147'483'647U : 4'294'967'295U)};
  std::mt19937_64 random(11);
  change.before.clear();
  change.after.clear();
  for (int i = 0; i < 300; ++i) {
    const std::string text = family == model::Family::ipv6
                                 ? "2001:db8:" + std::to_string(i + 1000) + "::/48"
                                 : "10." + std::to_string(i % 250) + ".4.0/24";
    const model::IpPrefix prefix = testing::prefix(text);
    change.before[prefix] = static_cast<model::Prepend>(owner == model::PrependOwner::none ? 0 : 1);
    // 2, 33, 64, or withdrawn.
    const auto to = static_cast<int>(random() % 4);
    change.after[prefix] =
        static_cast<model::Prepend>(to == 3 ? model::not_announced : 2 + to * 31);
    for (AttributesMap* marks : {&change.marks_before, &change.marks_after}) {
      const model::RouteAttributes& lever = levers[random() % std::size(levers)];
      marks->erase(prefix);  // the same prefix may come twice
      if (!lever.empty() && (to != 3 || marks == &change.marks_before)) {
        (*marks)[prefix] = lever;
      }
    }
  }
  return change;
}

/// Changes of every kind for both families.
inline std::vector<SessionChange> changes_for(model::Platform platform, model::PrependOwner owner) {
  std::vector<SessionChange> changes;
  for (const model::Family family : every_family) {
    changes.push_back(example(platform, owner, family));
    changes.push_back(withdrawal(platform, owner, family));
    changes.push_back(lever(platform, owner, family));
    changes.push_back(big_change(platform, owner, family));
  }
  return changes;
}

}  // namespace bgpte::config::testing
