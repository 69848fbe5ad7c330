// The members of an object by the table of its keys.
#include "src/scenario/members.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cassert>
#include <unordered_set>

#include "bgpte/text/nearest_name.hpp"

namespace bgpte::scenario {
namespace {

void report_duplicate(Reading& in, Node node) {
  in.faults.add(node,
                {.code = "duplicate-key",
                 .kind = FaultKind::meaning,
                 .allowed = "each key once",
                 .message = "The object has this key twice."},
                Place::key);
}

}  // namespace

Members::Members(Reading& in, Node node, std::span<const Key> keys) : keys_(keys) {
  assert(keys.size() <= most_keys);
  values_.fill(json::Document::none);
  if (!expect_kind(in, node, json::Kind::object, "an object")) {
    return;
  }
  object_ = true;
  std::vector<std::string_view> names;
  for (Node child = in.document.first_child(node); child != json::Document::none;
       child = in.document.next_sibling(child)) {
    const std::string_view key = in.document.key(child);
    std::size_t index = 0;
    while (index < keys.size() && keys[index].name != key) {
      ++index;
    }
    if (index < keys.size()) {
      if (values_[index] != json::Document::none) {
        report_duplicate(in, child);
      } else {
        values_[index] = child;
      }
      continue;
    }
    if (names.empty()) {
      for (const Key& known : keys) {
        names.push_back(known.name);
      }
    }
    std::string allowed;
    for (const std::string_view name : names) {
      allowed += fmt::format("{}{}", allowed.empty() ? "" : ", ", name);
    }
    std::string nearest = text::nearest_name(key, names);
    misspelt_.push_back(nearest);
    in.faults.add(child,
                  {.code = "unknown-key",
                   .allowed = std::move(allowed),
                   .nearest = std::move(nearest),
                   .message = "Unknown key."},
                  Place::key);
  }
  for (std::size_t index = 0; index < keys.size(); ++index) {
    if (keys[index].required && values_[index] == json::Document::none &&
        !misspelt(keys[index].name)) {
      in.faults.add_missing(node, keys[index].name,
                            {.code = "missing-key",
                             .allowed = fmt::format("the key \"{}\"", keys[index].name),
                             .message = fmt::format("\"{}\" is required.", keys[index].name)});
    }
  }
}

bool Members::misspelt(std::string_view key) const {
  return std::find(misspelt_.begin(), misspelt_.end(), key) != misspelt_.end();
}

Node Members::operator[](std::string_view key) const {
  for (std::size_t index = 0; index < keys_.size(); ++index) {
    if (keys_[index].name == key) {
      return values_[index];
    }
  }
  assert(false && "key is not in the table");
  return json::Document::none;
}

std::vector<Node> read_map(Reading& in, Node node, std::string_view allowed) {
  constexpr std::size_t few = 16;
  std::vector<Node> members;
  if (!expect_kind(in, node, json::Kind::object, allowed)) {
    return members;
  }
  std::unordered_set<std::string_view> seen;
  for (Node child = in.document.first_child(node); child != json::Document::none;
       child = in.document.next_sibling(child)) {
    const std::string_view key = in.document.key(child);
    bool duplicate = false;
    if (members.size() < few) {
      duplicate = std::any_of(members.begin(), members.end(),
                              [&](Node other) { return in.document.key(other) == key; });
    } else {
      if (seen.empty()) {
        for (const Node other : members) {
          seen.insert(in.document.key(other));
        }
      }
      duplicate = !seen.insert(key).second;
    }
    if (duplicate) {
      report_duplicate(in, child);
    } else {
      members.push_back(child);
    }
  }
  return members;
}

}  // namespace bgpte::scenario
