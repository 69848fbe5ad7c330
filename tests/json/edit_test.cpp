#include "bgpte/json/edit.hpp"

#include <gtest/gtest.h>

#include <functional>
#include <nlohmann/json.hpp>
#include <random>

namespace bgpte::json {
namespace {

using Index = Document::Index;

/// The value at a path of keys; of arrays "0", "1" ...
Index at(const Document& document, const std::vector<std::string>& path) {
  Index node = 0;
  for (const std::string& key : path) {
    if (document.kind(node) == Kind::object) {
      node = member_of(document, node, key);
      continue;
    }
    node = document.first_child(node);
    for (int i = std::stoi(key); i > 0; --i) {
      node = document.next_sibling(node);
    }
  }
  return node;
}

std::string edited(const std::string& text, const std::function<void(const Document&, Edit&)>& by) {
  const Document document(text);
  EXPECT_TRUE(document.complete()) << text;
  Edit edit(document);
  by(document, edit);
  std::string result = edit.apply();
  const Document again(result);
  EXPECT_TRUE(again.complete() && again.faults().empty()) << result;
  return result;
}

TEST(Edit, AReplacedValueLeavesEveryOtherByte) {
  EXPECT_EQ(edited("{\"b\" :\t1.50,\r\n  \"a\":\"x\\u0041\" }\n",
                   [](const Document& d, Edit& e) { e.replace(at(d, {"a"}), "\"y\""); }),
            "{\"b\" :\t1.50,\r\n  \"a\":\"y\" }\n");
}

TEST(Edit, WhatIsAddedIsWrittenAsItsNeighboursAre) {
  const auto add = [](const Document& d, Edit& e) {
    e.append_member(at(d, {"m"}), "C", "3");
    e.append_member(at(d, {"m"}), "D", "4");
  };
  EXPECT_EQ(edited(R"({"m": { "A": 1, "B": 2 }})", add),
            R"({"m": { "A": 1, "B": 2, "C": 3, "D": 4 }})");
  EXPECT_EQ(edited(R"({"m":{"A":1,"B":2}})", add), R"({"m":{"A":1,"B":2,"C":3,"D":4}})");
  EXPECT_EQ(edited(R"({"m": {"A": 1}})", add), R"({"m": {"A": 1, "C": 3, "D": 4}})");
  EXPECT_EQ(edited(R"({"m": {}})", add), R"({"m": { "C": 3, "D": 4 }})");
  EXPECT_EQ(edited("{\n  \"m\": {\n    \"A\": 1\n  }\n}\n", add),
            "{\n  \"m\": {\n    \"A\": 1,\n    \"C\": 3,\n    \"D\": 4\n  }\n}\n");
  EXPECT_EQ(edited("[\n  1\n]", [](const Document&, Edit& e) { e.append_element(0, "2"); }),
            "[\n  1,\n  2\n]");
}

TEST(Edit, AMemberInFrontOfAnother) {
  const auto insert = [](const Document& d, Edit& e) { e.insert_before(at(d, {"l"}), "m", "1"); };
  EXPECT_EQ(edited("{\n  \"a\": 0,\n  \"l\": []\n}", insert),
            "{\n  \"a\": 0,\n  \"m\": 1,\n  \"l\": []\n}");
  EXPECT_EQ(edited(R"({ "l": [] })", insert), R"({ "m": 1, "l": [] })");
}

TEST(Edit, ARemovedMemberTakesItsCommaAlong) {
  const std::string text = R"({ "a": 1, "b": 2, "c": 3 })";
  const auto without = [&](const std::vector<std::string>& keys) {
    return edited(text, [&](const Document& d, Edit& e) {
      for (const std::string& key : keys) {
        e.remove(at(d, {key}));
      }
    });
  };
  EXPECT_EQ(without({"a"}), R"({ "b": 2, "c": 3 })");
  EXPECT_EQ(without({"b"}), R"({ "a": 1, "c": 3 })");
  EXPECT_EQ(without({"c"}), R"({ "a": 1, "b": 2 })");
  EXPECT_EQ(without({"a", "c"}), R"({ "b": 2 })");
  EXPECT_EQ(without({"b", "c"}), R"({ "a": 1 })");
  EXPECT_EQ(without({"c", "b", "a"}), R"({  })");
}

/// Any mixture of changes gives what the same changes give to a tree.
TEST(Edit, AnyMixtureOfChangesIsThatOfATree) {
  std::mt19937 random(7);
  const auto pick = [&](int n) { return static_cast<int>(random() % static_cast<unsigned>(n)); };
  for (int round = 0; round < 3000; ++round) {
    nlohmann::ordered_json tree = nlohmann::ordered_json::object();
    for (int i = pick(5); i > 0; --i) {
      nlohmann::ordered_json inner = nlohmann::ordered_json::object();
      for (int j = pick(4); j > 0; --j) {
        inner["k" + std::to_string(j)] = pick(100);
      }
      tree["o" + std::to_string(i)] = inner;
    }
    const std::string text = tree.dump(pick(4) - 1);
    const std::string result = edited(text, [&](const Document& d, Edit& e) {
      const nlohmann::ordered_json before = tree;
      for (const auto& [name, inner] : before.items()) {
        if (pick(4) == 0) {
          e.remove(at(d, {name}));
          tree.erase(name);
          continue;
        }
        for (const auto& [key, value] : inner.items()) {
          const int what = pick(4);
          if (what == 0) {
            e.remove(at(d, {name, key}));
            tree[name].erase(key);
          } else if (what == 1) {
            e.replace(at(d, {name, key}), "-1");
            tree[name][key] = -1;
          }
        }
        for (int i = pick(3); i > 0; --i) {
          e.append_member(at(d, {name}), "new" + std::to_string(i), "[1, 2]");
          tree[name]["new" + std::to_string(i)] = {1, 2};
        }
      }
      if (pick(2) == 0) {
        e.append_member(0, "last", "{}");
        tree["last"] = nlohmann::ordered_json::object();
      }
    });
    ASSERT_EQ(nlohmann::ordered_json::parse(result), tree) << text << "\n" << result;
  }
}

}  // namespace
}  // namespace bgpte::json
