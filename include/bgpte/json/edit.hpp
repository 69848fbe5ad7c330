#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "bgpte/json/document.hpp"

namespace bgpte::json {

/// Changes to a JSON text that leave every byte they do not concern as it was written: order of
/// keys, spacing, the way numbers are written. What is put in is written as its neighbours are.
///
/// The document must be complete, without faults, and outlive the edit. Texts that are put in must
/// be JSON themselves.
class Edit {
 public:
  explicit Edit(const Document& document) : document_(document) {}

  /// Puts `text` in the place of a value.
  void replace(Document::Index node, std::string text);
  /// Takes a member of an object, or an element of an array, out with the comma that it needs.
  void remove(Document::Index node);
  /// Adds a member at the end of an object. The caller knows that the key is not there.
  void append_member(Document::Index object, std::string_view key, std::string text);
  /// Adds an element at the end of an array.
  void append_element(Document::Index array, std::string text);
  /// Adds a member in front of another one of its object.
  void insert_before(Document::Index member, std::string_view key, std::string_view text);

  [[nodiscard]] bool empty() const { return patches_.empty() && lists_.empty(); }
  /// The text with all changes.
  [[nodiscard]] std::string apply() const;

 private:
  struct Patch {
    Span span;
    std::string text;
  };
  struct Addition {
    std::string key;  ///< As JSON, with quotation marks; empty in an array.
    std::string text;
  };
  /// What happens to the children of one object or array.
  struct List {
    std::vector<Document::Index> removed;
    std::vector<Addition> added;
  };
  struct Style {
    std::string before;  ///< White space in front of a child.
    std::string colon;   ///< From the end of a key to its value.
  };
  [[nodiscard]] std::size_t begin_of(Document::Index child) const;
  [[nodiscard]] std::vector<Document::Index> children_of(Document::Index list) const;
  [[nodiscard]] Style style_of(const std::vector<Document::Index>& children) const;
  [[nodiscard]] std::string space_before(std::size_t offset) const;
  void add_list_patches(Document::Index node, const List& list, std::vector<Patch>& patches) const;

  const Document& document_;
  std::vector<Patch> patches_;
  std::map<Document::Index, List> lists_;
};

}  // namespace bgpte::json
