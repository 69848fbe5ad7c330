#pragma once

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <sstream>
#include <stdexcept>
#include <string>
#include <vector>

#include "tests/config/example.hpp"

namespace bgpte::config::testing {

/// A router of the route-map family, reduced to what decides about prepends. It knows nothing of
/// the emitters: it reads lines as they are pasted and refuses what it does not know.
class RouteMapRouter {
 public:
  struct Entry {
    std::vector<std::string> lists;  ///< Any of them; empty: matches every route.
    int prepends = 0;
    std::optional<int> onward;
    bool denies = false;
    std::set<std::string> communities;  ///< Of both kinds, added.
    std::optional<unsigned long> med;
    bool operator==(const Entry&) const = default;
  };
  /// What the neighbour receives of a prefix.
  struct Sent {
    int prepends = 0;
    std::set<std::string> communities;
    std::optional<unsigned long> med;
    bool operator==(const Sent&) const = default;
  };
  using Map = std::map<int, Entry>;

  /// `undefined_matches_all`: what a list that does not exist matches.
  explicit RouteMapRouter(bool undefined_matches_all, model::Asn asn)
      : undefined_matches_all_(undefined_matches_all), asn_(std::to_string(asn)) {}

  void paste(const std::string& text) {
    for (const std::string& line : lines_of(text)) {
      type(line);
    }
  }

  /// One line at the prompt.
  void type(const std::string& line) {
    std::istringstream in(line);
    std::vector<std::string> words;
    for (std::string word; in >> word;) {
      words.push_back(word);
    }
    if (words.empty() || words[0].starts_with("!")) {
      return;
    }
    const bool no = words[0] == "no";
    if (no) {
      words.erase(words.begin());
    }
    if (words[0] == "configure") {
      configuring_ = words.at(1) != "confirm";
    } else if (words[0] == "end" || words[0] == "commit") {
      configuring_ = false;
      leave();
    } else if (words[0] == "clear") {
      cleared_ = true;
      if (configuring_) {
        throw std::runtime_error("clear inside the configuration");
      }
    } else if (words[0] == "write" || words[0] == "copy") {
      if (configuring_) {
        throw std::runtime_error("saved inside the configuration");
      }
    } else if (words[0] == "show" || words[0] == "checkpoint") {
    } else if (!configuring_) {
      throw std::runtime_error("configuration outside its mode: " + line);
    } else if (words[0] == "exit") {
      leave();
    } else if (words[0] == "route-map") {
      leave();
      const int number = std::stoi(words.at(3));
      const bool denies = words.at(2) == "deny";
      if (!denies && words.at(2) != "permit") {
        throw std::runtime_error("neither permit nor deny: " + line);
      }
      Map& map = maps[words.at(1)];
      const auto there = map.find(number);
      const bool other = there != map.end() && there->second.denies != denies;
      if (no) {
        // Named with the other action it is not that entry, except on FRR.
        if (!other || is_frr()) {
          map.erase(number);
        }
      } else {
        // One that was there keeps what it sets, also with the other action.
        entry_ = &map[number];
        entry_->denies = denies;
      }
    } else if (words.size() > 1 && words[1] == "prefix-list") {
      leave();
      if (no) {
        lists.erase(words.at(2));
      } else if (words.size() == 3) {
        list_ = words.at(2);
      } else {
        lists[words.at(2)][std::stoi(words.at(4))] = words.at(6);
      }
    } else if (words[0] == "seq" && !list_.empty()) {
      lists[list_][std::stoi(words.at(1))] = words.at(3);
    } else if (entry_ != nullptr && words[0] == "match") {
      if (is_frr()) {
        entry_->lists.clear();
      }
      if (std::find(entry_->lists.begin(), entry_->lists.end(), words.at(4)) ==
          entry_->lists.end()) {
        entry_->lists.push_back(words.at(4));
      }
    } else if (entry_ != nullptr && words[0] == "set" && words.at(1).ends_with("community")) {
      set_communities(words, no);
    } else if (entry_ != nullptr && words[0] == "set" && words.at(1) == "metric") {
      entry_->med.reset();
      if (!no) {
        entry_->med = std::stoul(words.at(2));
      }
    } else if (entry_ != nullptr && words[0] == "set") {
      if (words.at(1) != "as-path" || words.at(2) != "prepend") {
        throw std::runtime_error("sets what it does not know: " + line);
      }
      if (no) {
        entry_->prepends = 0;
        return;
      }
      for (std::size_t i = 3; i < words.size(); ++i) {
        if (words[i] != asn_) {
          throw std::runtime_error("prepends another AS: " + line);
        }
      }
      entry_->prepends = static_cast<int>(words.size()) - 3;
    } else if (entry_ != nullptr && words[0] == "continue") {
      entry_->onward = std::stoi(words.at(1));
    } else if (entry_ != nullptr && words[0] == "on-match" && words.at(1) == "goto") {
      entry_->onward = no ? std::nullopt : std::optional(std::stoi(words.at(2)));
    } else {
      throw std::runtime_error("unknown command: " + line);
    }
  }

  [[nodiscard]] std::optional<int> prepends_of(const std::string& map,
                                               const std::string& prefix) const {
    const std::optional<Sent> sent = sent_of(map, prefix);
    return sent ? std::optional(sent->prepends) : std::nullopt;
  }

  /// What a map makes of a prefix, or nothing where it denies it.
  [[nodiscard]] std::optional<Sent> sent_of(const std::string& map,
                                            const std::string& prefix) const {
    const auto found = maps.find(map);
    if (found == maps.end()) {
      return std::nullopt;
    }
    Sent sent;
    bool permitted = false;
    int from = 0;
    for (const auto& [number, entry] : found->second) {
      if (number < from || !matches(entry, prefix)) {
        continue;
      }
      if (entry.denies) {
        return std::nullopt;
      }
      permitted = true;
      sent.prepends += entry.prepends;
      sent.communities.insert(entry.communities.begin(), entry.communities.end());
      sent.med = entry.med ? entry.med : sent.med;
      if (!entry.onward) {
        return sent;
      }
      from = *entry.onward;
    }
    return permitted ? std::optional(sent) : std::nullopt;
  }

  [[nodiscard]] bool between_entries() const { return entry_ == nullptr && list_.empty(); }
  [[nodiscard]] bool cleared() const { return cleared_; }
  [[nodiscard]] bool uses_undefined_list() const {
    for (const auto& [map, entries] : maps) {
      for (const auto& [number, entry] : entries) {
        for (const std::string& list : entry.lists) {
          if (!lists.contains(list)) {
            return true;
          }
        }
      }
    }
    return false;
  }

  std::map<std::string, Map> maps;
  std::map<std::string, std::map<int, std::string>> lists;

 private:
  void leave() {
    entry_ = nullptr;
    list_.clear();
  }
  /// Another statement of the same kind replaces the one before.
  void set_communities(const std::vector<std::string>& words, bool no) {
    const bool large = words.at(1) == "large-community";
    std::erase_if(entry_->communities, [&](const std::string& community) {
      return (std::ranges::count(community, ':') == 2) == large;
    });
    if (no) {
      return;
    }
    if (words.back() != "additive" || words.size() < 4) {
      throw std::runtime_error("would replace the communities that are there");
    }
    for (std::size_t i = 2; i + 1 < words.size(); ++i) {
      if ((std::ranges::count(words[i], ':') == 2) != large) {
        throw std::runtime_error("not a community of that kind: " + words[i]);
      }
      entry_->communities.insert(words[i]);
    }
  }
  [[nodiscard]] bool is_frr() const { return !undefined_matches_all_; }
  [[nodiscard]] bool matches(const Entry& entry, const std::string& prefix) const {
    if (entry.lists.empty()) {
      return true;
    }
    for (const std::string& name : entry.lists) {
      const auto found = lists.find(name);
      if (found == lists.end()) {
        if (undefined_matches_all_) {
          return true;
        }
        continue;
      }
      for (const auto& [sequence, listed] : found->second) {
        if (listed == prefix) {
          return true;
        }
      }
    }
    return false;
  }

  bool undefined_matches_all_;
  std::string asn_;
  Entry* entry_ = nullptr;
  std::string list_;
  bool configuring_ = false;
  bool cleared_ = false;
};

}  // namespace bgpte::config::testing
