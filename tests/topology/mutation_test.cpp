// Files of AS links and weights, plain and packed, that are nearly right: never a crash.
#include "tests/mutation.hpp"

#include <gtest/gtest.h>

#include "bgpte/topology/load.hpp"
#include "bgpte/topology/weights.hpp"

namespace bgpte::topology {
namespace {

TEST(Mutation, AsRelationships) {
  const std::vector<std::string> texts{
      "# a comment\n1|2|-1\n2|3|0\n3|4|-1|bgp\r\n4200000000|1|-1\n",
      "5|6|-1\n6|7|-1\n7|5|-1\n5|6|0\n"};
  mutation::run(texts, 4, [](const std::string& text) {
    const FileBytes bytes = decompress(text);
    if (bytes.bytes) {
      const LoadedGraph loaded = parse_as_relationships(*bytes.bytes);
      ASSERT_TRUE(loaded.graph.has_value() || !loaded.error.empty());
    }
  });
}

TEST(Mutation, Archives) {
  // "1|2|-1\n" by gzip -9n and by bzip2.
  using namespace std::string_literals;  // They hold zero bytes.
  const std::vector<std::string> texts{
      "\x1f\x8b\x08\x00\x00\x00\x00\x00\x02\x03\x33\xac\x31\xaa\xd1\x35\xe4\x02\x00\x2d\xb7\x67"
      "\x2c\x07\x00\x00\x00"s,
      "BZh91AY&SY\x8b\x34\x60\x6e\x00\x00\x02\x5d\x80\x00\x10\x40\x00\x30\x00\x20\x00\x30\xc0"
      "\x04\xd3\x46\x28\xbb\x92\x29\xc2\x84\x84\x59\xa3\x03\x70"s};
  mutation::run(texts, 5, [](const std::string& text) {
    const FileBytes bytes = decompress(text);
    ASSERT_EQ(bytes.bytes.has_value(), bytes.error.empty());
  });
}

TEST(Mutation, Weights) {
  const std::vector<std::string> texts{"asn,bps,prefix\n3320,1.5e6,10.0.0.0/24\n65001,0\n",
                                       "\"asn\",\"weight\"\r\n\"3320\",\"12.5\"\r\n"};
  mutation::run(texts, 6, [](const std::string& text) {
    const LoadedWeights loaded = parse_weights(text);
    ASSERT_EQ(loaded.rows.has_value(), loaded.error.empty());
  });
}

}  // namespace
}  // namespace bgpte::topology
