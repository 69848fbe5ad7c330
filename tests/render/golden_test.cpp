#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <sstream>

#include "bgpte/render/html.hpp"
#include "tests/render/sample.hpp"

namespace bgpte {
namespace {

struct GoldenCase {
  std::string name;
  render::Document document;
};

void PrintTo(const GoldenCase& golden, std::ostream* out) {
  *out << golden.name;
}

class Golden : public testing::TestWithParam<GoldenCase> {};

/// BGPTE_UPDATE_GOLDEN=1 writes the files instead of reading them.
void compare(const std::string& file, const std::string& text) {
  const std::string path = std::string(BGPTE_SOURCE_DIR) + "/tests/render/golden/" + file;
  if (const char* update = std::getenv("BGPTE_UPDATE_GOLDEN");
      update != nullptr && std::string_view(update) == "1") {
    std::ofstream(path, std::ios::binary) << text;
  }
  std::ifstream in(path, std::ios::binary);
  std::ostringstream golden;
  golden << in.rdbuf();
  EXPECT_EQ(golden.str(), text) << path;
}

TEST_P(Golden, TextIsAsKept) {
  compare(GetParam().name + ".txt", render::to_text(GetParam().document));
}
TEST_P(Golden, MarkdownIsAsKept) {
  compare(GetParam().name + ".md", render::to_markdown(GetParam().document));
}
TEST_P(Golden, PageIsAsKept) {
  compare(GetParam().name + ".html", render::to_html(GetParam().document));
}
TEST_P(Golden, JsonIsAsKept) {
  compare(GetParam().name + ".json", render::to_json(GetParam().document));
}

INSTANTIATE_TEST_SUITE_P(
    Documents, Golden,
    testing::Values(GoldenCase{"link_a_link_b", render_test::link_a_link_b()},
                    GoldenCase{"keep", render_test::keep()},
                    GoldenCase{"no_safe_change", render_test::no_safe_change()}),
    [](const testing::TestParamInfo<GoldenCase>& golden) { return golden.param.name; });

}  // namespace
}  // namespace bgpte
