#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "bgpte/json/document.hpp"
#include "bgpte/scenario/diagnostic.hpp"

namespace bgpte::scenario {

/// Whether a diagnostic points at a value or at the key in front of it.
enum class Place : std::uint8_t { value, key };

/// What is said about one fault; pointer, line, column and what was found follow from its place.
struct Fault {
  std::string code;
  FaultKind kind = FaultKind::shape;
  std::string allowed;
  std::string nearest = {};
  std::string message;
};

/// Collects the faults of one document; beyond the first 10,000 only their number, which the last
/// diagnostic (`too-many-faults`) tells.
class Faults {
 public:
  explicit Faults(const json::Document& document) : document_(document) {}

  /// A fault of the value `node`, or of its key.
  void add(json::Document::Index node, Fault fault, Place place = Place::value);
  /// A member that is missing from the object `node`: the pointer names it, the place is the
  /// object's.
  void add_missing(json::Document::Index object, std::string_view key, Fault fault);
  /// A fault of `node` that says itself what was found, e.g. in a line of a file that it names.
  void add_found(json::Document::Index node, std::string found, Fault fault);

  [[nodiscard]] std::size_t size() const { return entries_.size() + more_; }
  /// All faults with line and column, in order; afterwards there are none.
  [[nodiscard]] std::vector<Diagnostic> take();

 private:
  static constexpr std::size_t most = 10'000;
  void push(json::Document::Index node, std::size_t offset, std::string_view member,
            std::string found, Fault fault);

  struct Entry {
    std::size_t offset;
    Diagnostic diagnostic;
  };
  const json::Document& document_;
  std::vector<Entry> entries_;
  std::size_t more_ = 0;
};

/// Control characters and quotation marks escaped, at most `limit` bytes and three dots.
[[nodiscard]] std::string shown(std::string_view text, std::size_t limit = 64);

/// A value as a diagnostic shows it: "\"edge1\"", "12", "an object".
[[nodiscard]] std::string shown(const json::Document& document, json::Document::Index node);

}  // namespace bgpte::scenario
