#include "bgpte/text/markup.hpp"

#include <gtest/gtest.h>

namespace bgpte::text {
namespace {

TEST(Markup, WhatWouldEndATextOrAnAttributeIsAnEntity) {
  EXPECT_EQ(markup::escaped(R"(<a href="x" id='y'>&</a>)"),
            "&lt;a href=&quot;x&quot; id=&#39;y&#39;&gt;&amp;&lt;/a&gt;");
  EXPECT_EQ(markup::escaped("&amp;"), "&amp;amp;");
  EXPECT_EQ(markup::escaped("Z\u00fcrich"), "Z\u00fcrich");
}

}  // namespace
}  // namespace bgpte::text
