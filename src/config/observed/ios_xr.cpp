// Reads IOS-XR's list of advertised routes. Written after Cisco's published outputs of `show bgp
// ... neighbors ADDRESS advertised-routes`; not seen on a router.
#include <fmt/core.h>

#include <utility>

#include "src/config/object_names.hpp"
#include "src/config/observed/readers.hpp"

namespace bgpte::config {
namespace {

/// Network, next hop, from whom, path with the origin's letter at its end: "64511 64511i", and "i"
/// alone for an empty path. A long network stands in a line of its own.
class TextReader {
 public:
  explicit TextReader(RouteList& list) : list_(list) {}

  void read(const std::string& line) {
    const Words words = words_of(line);
    constexpr std::string_view family = "Address Family: ";
    if (line.starts_with(family)) {
      end_table();
      const std::string name = line.substr(family.size());
      in_unicast_ = name.starts_with("IPv4 Unicast") || name.starts_with("IPv6 Unicast");
      recognised_ |= in_unicast_;
    } else if (words.size() > 3 && words[0] == "Network" && words[1] == "Next") {
      begin_table();
    } else if (!in_table_ || !in_unicast_ || words.empty()) {
      return;
    } else if (words[0] == "Processed" && words.size() > 1) {
      if (words[1] != std::to_string(rows_)) {
        list_.fault(
            fmt::format("the output counts {} prefixes and shows {}", escaped(words[1]), rows_));
      }
      ended_ = true;
      end_table();
    } else if (!read_row(words)) {
      list_.fault(
          fmt::format("'{}' is not a row as IOS-XR prints them", escaped(line.substr(0, 80))));
    }
  }

  /// Returns whether anything was recognised.
  bool finish() {
    end_table();
    return recognised_;
  }

 private:
  void begin_table() {
    end_table();
    in_table_ = true;
    recognised_ |= in_unicast_;
    ended_ = false;
    rows_ = 0;
  }

  void end_table() {
    if (in_table_ && in_unicast_ && (!ended_ || !pending_.empty())) {
      list_.fault("the output is cut: it does not say how many prefixes it shows");
    }
    pending_.clear();
    in_table_ = false;
  }

  bool read_row(const Words& words) {
    std::size_t at = 0;
    if (pending_.empty()) {
      if (words[0].find('/') == std::string::npos || !prefix_of(words[0])) {
        return false;
      }
      pending_ = words[0];
      at = 1;
      if (words.size() == 1) {
        return true;
      }
    }
    WrittenRoute route;
    route.prefix = std::exchange(pending_, "");
    constexpr std::size_t before_path = 2;  // next hop, from
    if (words.size() <= at + before_path || !model::parse_address(words[at]) ||
        (words[at + 1] != "Local" && !model::parse_address(words[at + 1]))) {
      return false;
    }
    for (std::size_t i = at + before_path; i < words.size(); ++i) {
      std::string word = words[i];
      if (i + 1 == words.size()) {
        if (std::string_view("ie?").find(word.back()) == std::string_view::npos) {
          return false;
        }
        word.pop_back();
      }
      if (!word.empty()) {
        route.path.push_back(std::move(word));
      }
    }
    list_.add(route);
    ++rows_;
    return true;
  }

  RouteList& list_;
  std::string pending_;  ///< The network of a row whose rest has not come yet.
  std::size_t rows_ = 0;
  bool in_unicast_ = true;  ///< Older releases name no address family.
  bool in_table_ = false, ended_ = false, recognised_ = false;
};

}  // namespace

const ObservedReader ios_xr_reader{.path = ShownPath::with_own_as,
                                   .text_shows_empty = true,
                                   .read_json = nullptr,
                                   .is_empty_table = nullptr,
                                   .read_text = read_lines<TextReader>};

}  // namespace bgpte::config
