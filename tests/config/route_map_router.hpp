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
    bool operator==(const Entry&) const = default;
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
        // Named with the other action it is not that entry.
        if (!other) {
          map.erase(number);
        }
      } else {
        if (other) {
          map.erase(there);
        }
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
      if (replaces_match()) {
        entry_->lists.clear();
      }
      if (std::find(entry_->lists.begin(), entry_->lists.end(), words.at(4)) ==
          entry_->lists.end()) {
        entry_->lists.push_back(words.at(4));
      }
    } else if (entry_ != nullptr && words[0] == "set") {
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
      entry_->onward = std::stoi(words.at(2));
    } else {
      throw std::runtime_error("unknown command: " + line);
    }
  }

  /// Prepends of a prefix behind a map, or nothing where the map denies it.
  [[nodiscard]] std::optional<int> prepends_of(const std::string& map,
                                               const std::string& prefix) const {
    const auto found = maps.find(map);
    if (found == maps.end()) {
      return std::nullopt;
    }
    int prepends = 0;
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
      prepends += entry.prepends;
      if (!entry.onward) {
        return prepends;
      }
      from = *entry.onward;
    }
    return permitted ? std::optional<int>(prepends) : std::nullopt;
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
  [[nodiscard]] bool replaces_match() const { return !undefined_matches_all_; }
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
