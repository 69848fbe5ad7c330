#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace bgpte::json {

/// What a JSON value is. `broken` stands where a value should be and a fault was already reported
/// (NaN, 1.), so that nothing else is said about it.
enum class Kind : std::uint8_t { null, boolean, number, string, array, object, broken };

/// The bytes of the source from `begin` up to, without, `end`.
struct Span {
  std::size_t begin = 0;
  std::size_t end = 0;
  bool operator==(const Span&) const = default;
};

/// A place where the text is not JSON.
struct SyntaxFault {
  std::size_t offset = 0;
  std::string code;
  std::string allowed;
  std::string message;
};

/// A JSON text as a tree that knows where each value stands: what scenarios and catalogues are read
/// with. One pass, no recursion, no copy of strings without escapes; numbers keep their text, since
/// prices are exact decimals. A general JSON library gives no position of a value, rounds numbers
/// to double, keeps one of two equal keys and ends at the first NaN; each of these is a diagnostic
/// here. Other JSON is read and written with json::Value (value.hpp).
class Document {
 public:
  using Index = std::uint32_t;
  static constexpr Index none = 0xFFFFFFFF;
  static constexpr std::size_t max_depth = 64;
  static constexpr std::size_t longest_key_in_pointer = 256;

  /// Reads `text`, which must outlive the document.
  explicit Document(std::string_view text);

  /// The faults, in order. A tree is there only if `complete()`.
  [[nodiscard]] const std::vector<SyntaxFault>& faults() const { return faults_; }
  /// False where the rest of the text could not be made sense of after a fault.
  [[nodiscard]] bool complete() const { return complete_; }

  [[nodiscard]] Kind kind(Index node) const { return nodes_[node].kind; }
  /// Numbers: as written. Strings: decoded. Booleans: "true" or "false". Objects, arrays: empty.
  [[nodiscard]] std::string_view text(Index node) const;
  /// Of a member of an object: its decoded key.
  [[nodiscard]] std::string_view key(Index node) const;
  /// Where the value begins in the source.
  [[nodiscard]] std::size_t offset(Index node) const { return nodes_[node].start; }
  /// Where the key in front of a member begins, at its quotation mark.
  [[nodiscard]] std::size_t key_offset(Index node) const { return nodes_[node].key_start; }
  /// The whole value as it is written: a string with its quotation marks, an object or array with
  /// its brackets. Putting other text there patches the source in place.
  [[nodiscard]] Span span(Index node) const;
  /// The key of a member as it is written, with its quotation marks.
  [[nodiscard]] Span key_span(Index node) const;
  [[nodiscard]] Index first_child(Index node) const {
    return nodes_[node].next == node + 1 ? none : node + 1;
  }
  [[nodiscard]] Index next_sibling(Index node) const {
    const Index parent = nodes_[node].parent;
    return parent == none || nodes_[node].next == nodes_[parent].next ? none : nodes_[node].next;
  }
  [[nodiscard]] Index parent(Index node) const { return nodes_[node].parent; }
  /// RFC 6901. Of a key of more than 256 bytes, which no scenario knows, only the beginning.
  [[nodiscard]] std::string pointer(Index node) const;
  [[nodiscard]] std::string_view source() const { return source_; }

 private:
  friend class Parser;
  struct Node {
    std::uint32_t start = 0;  ///< Offset of the value's first byte.
    /// Bytes of the value as written; of a string without its two quotation marks.
    std::uint32_t size = 0;
    Index next = 0;  ///< The node after this one and all that is in it.
    Index parent = none;
    std::uint32_t key_start = 0;  ///< In an object: offset of the key's quote. In an array: place.
    std::uint32_t key_size = 0;
    Kind kind = Kind::null;
    bool in_object = false;
  };
  [[nodiscard]] std::string_view string_at(std::uint32_t quote, std::uint32_t size) const;

  std::string_view source_;
  std::vector<Node> nodes_;
  std::unordered_map<std::uint32_t, std::string> escaped_;  ///< By offset of the quote.
  std::vector<SyntaxFault> faults_;
  bool complete_ = false;
};

/// The first member of an object with this key; Document::none where there is none or it is no
/// object.
[[nodiscard]] Document::Index member_of(const Document& document, Document::Index object,
                                        std::string_view key);

/// Line and column, from 1, of byte offsets of a text; columns count bytes.
class LineTable {
 public:
  explicit LineTable(std::string_view text);
  struct Position {
    std::size_t line = 1, column = 1;
  };
  [[nodiscard]] Position position(std::size_t offset) const;

 private:
  std::vector<std::size_t> starts_;
};

}  // namespace bgpte::json
