// Groups vectors that withhold the same links.
#include "src/topology/strips.hpp"

#include <algorithm>
#include <stdexcept>

namespace bgpte::topology {
namespace {

bool withhold_alike(const model::Advertisement& a, const model::Advertisement& b) {
  for (model::LinkIndex link = 0; link < a.size(); ++link) {
    if (a.carried_on(link) != b.carried_on(link)) {
      return false;
    }
  }
  return true;
}

}  // namespace

std::vector<Strip> strips_of(std::span<const model::Advertisement> vectors, std::size_t most) {
  std::vector<Strip> strips;
  for (std::size_t i = 0; i < vectors.size(); ++i) {
    // Most often the last strip: look there first.
    auto strip = std::find_if(strips.rbegin(), strips.rend(), [&](const Strip& one) {
      return one.vectors.size() < most && withhold_alike(one.longest, vectors[i]);
    });
    if (strip == strips.rend()) {
      strips.push_back({{}, vectors[i]});
      strip = strips.rbegin();
    }
    strip->vectors.push_back(i);
    for (model::LinkIndex link = 0; link < vectors[i].size(); ++link) {
      strip->longest[link] = std::max(strip->longest[link], vectors[i][link]);
    }
  }
  return strips;
}

void check_size(const Origin& origin, std::span<const model::Advertisement> vectors) {
  for (const model::Advertisement& vector : vectors) {
    if (vector.size() != origin.links.size()) {
      throw std::invalid_argument("the advertisement is for another number of links");
    }
  }
}

std::vector<model::Advertisement> prepend_vectors(const model::Advertisement& base,
                                                  std::span<const LinkNumber> swept,
                                                  model::Prepend most) {
  std::vector<model::Advertisement> vectors;
  if (swept.empty()) {
    vectors.push_back(base);
    return vectors;
  }
  model::Advertisement vector = base;
  for (const LinkNumber link : swept) {
    vector[link] = 0;
  }
  while (true) {
    const bool least_is_zero =
        std::any_of(swept.begin(), swept.end(), [&](LinkNumber link) { return vector[link] == 0; });
    if (least_is_zero) {
      vectors.push_back(vector);
    }
    std::size_t place = swept.size();
    while (place > 0 && vector[swept[place - 1]] == most) {
      vector[swept[place - 1]] = 0;
      --place;
    }
    if (place == 0) {
      return vectors;
    }
    ++vector[swept[place - 1]];
  }
}

}  // namespace bgpte::topology
