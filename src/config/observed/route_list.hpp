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
  Words path;  ///< AS numbers "65551" or "1.15", and sets "{64501,64502}" or "{64501 64502}".
  Words communities;  ///< Of either kind, "64502:80" or "64502:1:2", and names, "no-export".
  std::string med;    ///< Empty: there is none.
  bool path_shown = true, communities_shown = false, med_shown = false;
};

/// Collects the routes and the faults of one output, in order.
class RouteList {
 public:
  RouteList(model::Asn local_as, ShownPath path) : own_(local_as), path_(path) {}

  /// Adds a route, or a fault where its prefix or path cannot be read.
  void add(const WrittenRoute& written);
  /// Counts a route that the daemon has and does not send.
  void hold_back() { ++held_back_; }
  /// Adds a fault, one sentence without a full stop.
  void fault(std::string sentence);
  /// A fault: what is shown of a route to the prefix has no path.
  void no_path(const std::string& prefix);
  /// A fault unless `word`, which the output gives as its local AS, is ours.
  void check_local_as(const std::string& word);

  [[nodiscard]] model::Asn own_as() const { return own_; }

  /// Routes, sent or not, and faults so far.
  [[nodiscard]] std::size_t size() const { return observed_.routes.size() + held_back_ + faults_; }
  /// All of it, with a fault for each prefix that is there twice in different ways.
  [[nodiscard]] Observed take();

 private:
  [[nodiscard]] bool add_path(ObservedRoute& route, const WrittenRoute& written);
  void add_attributes(ObservedRoute& route, const WrittenRoute& written);

  model::Asn own_;
  ShownPath path_;
  std::size_t held_back_ = 0;
  std::size_t faults_ = 0;  ///< Of which the first few are kept.
  Observed observed_;
};

/// The words of a line, separated by blanks.
[[nodiscard]] Words words_of(const std::string& line);

/// The lines of a text, without their newlines.
[[nodiscard]] std::vector<std::string> lines_of(const std::string& text);

/// The AS number that a word is, if it is one: "65551", or "1.15" in the dotted notation of RFC
/// 5396.
[[nodiscard]] std::optional<model::Asn> as_of(std::string_view word);

/// The community that a word is, if it is one: "64502:80", "64502:1:2", or a name of the registry
/// of well-known communities (RFC 1997, 3765, 7611, 7999, 8326, 9494) as daemons write it, such as
/// "no-export", "NO_EXPORT" and "planned-shut".
[[nodiscard]] std::optional<model::Community> community_of(std::string_view word);

/// The prefix that a word is, if it is one.
[[nodiscard]] std::optional<model::IpPrefix> prefix_of(const std::string& word);

/// What stands between `open` and the next `close`, or all behind `open` where no `close` follows.
/// Empty without `open`.
[[nodiscard]] std::string between(const std::string& text, std::string_view open,
                                  std::string_view close);

}  // namespace bgpte::config
