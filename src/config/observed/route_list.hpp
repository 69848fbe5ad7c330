#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "bgpte/config/observed.hpp"
#include "src/config/notes.hpp"

namespace bgpte::config {

using Words = std::vector<std::string>;

/// A route as the output writes it.
struct WrittenRoute {
  std::string prefix, neighbor;
  Words path, communities;  ///< Communities of either kind, "64502:80" or "64502:1:2".
  std::string med;          ///< Empty: there is none.
  bool communities_shown = false, med_shown = false;
};

/// Collects the routes and the faults of one output, in order.
class RouteList {
 public:
  RouteList(model::Asn local_as, ShownPath path) : own_(std::to_string(local_as)), path_(path) {}

  /// Adds a route, or a fault where its prefix or path cannot be read.
  void add(const WrittenRoute& written);
  /// Adds a fault, one sentence without a full stop.
  void fault(std::string sentence) { observed_.faults.push_back(std::move(sentence)); }

  /// Routes and faults so far.
  [[nodiscard]] std::size_t size() const {
    return observed_.routes.size() + observed_.faults.size();
  }
  [[nodiscard]] Observed take() { return std::move(observed_); }

 private:
  void add_attributes(ObservedRoute& route, const WrittenRoute& written);

  std::string own_;
  ShownPath path_;
  Observed observed_;
};

/// The words of a line, separated by blanks.
[[nodiscard]] Words words_of(const std::string& line);

/// The lines of a text, without their newlines.
[[nodiscard]] std::vector<std::string> lines_of(const std::string& text);

/// The prefix that a word is, if it is one.
[[nodiscard]] std::optional<model::IpPrefix> prefix_of(const std::string& word);

/// What stands between `open` and the next `close`, or all behind `open` where no `close` follows.
/// Empty without `open`.
[[nodiscard]] std::string between(const std::string& text, std::string_view open,
                                  std::string_view close);

}  // namespace bgpte::config
