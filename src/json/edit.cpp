// Changes to a JSON text that leave the rest of it as it was written.
#include "bgpte/json/edit.hpp"

#include <algorithm>
#include <utility>

#include "bgpte/json/value.hpp"

namespace bgpte::json {

namespace {

bool is_space(char c) {
  return c == ' ' || c == '\n' || c == '\t' || c == '\r';
}

}  // namespace

void Edit::replace(Document::Index node, std::string text) {
  patches_.push_back({document_.span(node), std::move(text)});
}

void Edit::remove(Document::Index node) {
  lists_[document_.parent(node)].removed.push_back(node);
}

void Edit::append_member(Document::Index object, std::string_view key, std::string text) {
  lists_[object].added.push_back({string_literal(key), std::move(text)});
}

void Edit::append_element(Document::Index array, std::string text) {
  lists_[array].added.push_back({"", std::move(text)});
}

void Edit::insert_before(Document::Index member, std::string_view key, std::string_view text) {
  const Style style = style_of(children_of(document_.parent(member)));
  const std::size_t at = begin_of(member);
  std::string added = string_literal(key);
  added += style.colon;
  added += text;
  added += ',';
  added += style.before;
  patches_.push_back({{at, at}, std::move(added)});
}

std::size_t Edit::begin_of(Document::Index child) const {
  const bool in_object = document_.kind(document_.parent(child)) == Kind::object;
  return in_object ? document_.key_offset(child) : document_.offset(child);
}

std::vector<Document::Index> Edit::children_of(Document::Index list) const {
  std::vector<Document::Index> children;
  for (Document::Index child = document_.first_child(list); child != Document::none;
       child = document_.next_sibling(child)) {
    children.push_back(child);
  }
  return children;
}

std::string Edit::space_before(std::size_t offset) const {
  std::size_t begin = offset;
  while (begin > 0 && is_space(document_.source()[begin - 1])) {
    --begin;
  }
  return std::string(document_.source().substr(begin, offset - begin));
}

/// How the last child is written, which stands alone only where there is no other.
Edit::Style Edit::style_of(const std::vector<Document::Index>& children) const {
  if (children.empty()) {
    return {" ", ": "};
  }
  const Document::Index last = children.back();
  Style style{space_before(begin_of(last)), ": "};
  if (document_.kind(document_.parent(last)) == Kind::object) {
    const std::size_t key_end = document_.key_span(last).end;
    style.colon = document_.source().substr(key_end, document_.offset(last) - key_end);
  }
  // Of {"A": 1} nothing shows what stands behind a comma: what stands behind the colon.
  if (children.size() == 1 && style.before.empty() && style.colon.ends_with(' ')) {
    style.before = " ";
  }
  return style;
}

void Edit::add_list_patches(Document::Index node, const List& list,
                            std::vector<Patch>& patches) const {
  const std::vector<Document::Index> children = children_of(node);
  const auto is_removed = [&](Document::Index child) {
    return std::find(list.removed.begin(), list.removed.end(), child) != list.removed.end();
  };
  std::size_t kept = children.size();  // Without the removed ones at the end.
  while (kept > 0 && is_removed(children[kept - 1])) {
    --kept;
  }
  for (std::size_t i = 0; i < kept; ++i) {
    if (is_removed(children[i])) {
      patches.push_back({{begin_of(children[i]), begin_of(children[i + 1])}, ""});
    }
  }
  const Style style = style_of(children);
  std::string added;
  for (const Addition& addition : list.added) {
    added += added.empty() && kept == 0 ? "" : ",";
    added += added.empty() && kept == 0 && !children.empty() ? "" : style.before;
    added += addition.key;
    added += addition.key.empty() ? "" : style.colon;
    added += addition.text;
  }
  if (!children.empty()) {
    const std::size_t begin =
        kept > 0 ? document_.span(children[kept - 1]).end : begin_of(children.front());
    patches.push_back({{begin, document_.span(children.back()).end}, std::move(added)});
    return;
  }
  const Span inside = document_.span(node);
  added += added.empty() ? "" : " ";
  patches.push_back({{inside.begin + 1, inside.end - 1}, std::move(added)});
}

std::string Edit::apply() const {
  std::vector<Patch> patches = patches_;
  for (const auto& [node, list] : lists_) {
    add_list_patches(node, list, patches);
  }
  // Outer places come first where two begin alike; within one place the order is that of the calls.
  std::stable_sort(patches.begin(), patches.end(),
                   [](const Patch& a, const Patch& b) { return a.span.begin < b.span.begin; });
  const std::string_view source = document_.source();
  std::string text;
  std::size_t at = 0;
  for (const Patch& patch : patches) {
    if (patch.span.begin < at) {
      continue;  // Within what was taken out.
    }
    text.append(source, at, patch.span.begin - at);
    text += patch.text;
    at = patch.span.end;
  }
  text.append(source, at);
  return text;
}

}  // namespace bgpte::json
