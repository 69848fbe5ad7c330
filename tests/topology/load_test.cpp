#include "bgpte/topology/load.hpp"

#include <bzlib.h>
#include <gtest/gtest.h>
#include <zlib.h>

#include <algorithm>
#include <filesystem>
#include <fstream>

#include "tests/topology/reference.hpp"

namespace bgpte::topology {
namespace {

constexpr const char* small_graph =
    "# a comment\n"
    "1|2|-1\n"
    "2|3|0\n"
    "3|4|-1\n";

std::string gzipped(const std::string& text) {
  std::string out(compressBound(text.size()) + 64, '\0');
  z_stream stream{};
  EXPECT_EQ(deflateInit2(&stream, 9, Z_DEFLATED, 15 + 16, 9, Z_DEFAULT_STRATEGY), Z_OK);
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(text.data()));
  stream.avail_in = static_cast<uInt>(text.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  EXPECT_EQ(deflate(&stream, Z_FINISH), Z_STREAM_END);
  out.resize(stream.total_out);
  deflateEnd(&stream);
  return out;
}

std::string bzipped(const std::string& text) {
  std::string out(text.size() + text.size() / 50 + 700, '\0');
  auto size = static_cast<unsigned>(out.size());
  EXPECT_EQ(BZ2_bzBuffToBuffCompress(out.data(), &size, const_cast<char*>(text.data()),
                                     static_cast<unsigned>(text.size()), 9, 0, 0),
            BZ_OK);
  out.resize(size);
  return out;
}

/// "a>b" for provider and customer, "a-b" for peers, in ascending order of the ends.
std::string links_of(const AsGraph& graph) {
  std::string text;
  for (const Relationship& link : graph.relationships()) {
    text += (text.empty() ? "" : " ") + std::to_string(link.first) +
            (link.relation == Relation::peer ? "-" : ">") + std::to_string(link.second);
  }
  return text;
}

class File {
 public:
  explicit File(const std::string& bytes)
      : path_(std::filesystem::temp_directory_path() /
              ("bgpte-load-test-" +
               std::string(testing::UnitTest::GetInstance()->current_test_info()->name()))) {
    std::ofstream(path_, std::ios::binary) << bytes;
  }
  ~File() { std::filesystem::remove(path_); }
  File(const File&) = delete;
  File& operator=(const File&) = delete;
  [[nodiscard]] const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

TEST(Load, Serial1) {
  const LoadedGraph loaded = parse_as_relationships(small_graph);
  ASSERT_TRUE(loaded.graph);
  EXPECT_TRUE(loaded.diagnostics.empty());
  EXPECT_EQ(links_of(*loaded.graph), "1>2 2-3 3>4");
}

TEST(Load, Serial2HasASourceBehind) {
  const LoadedGraph loaded = parse_as_relationships("1|2|-1|bgp\n2|3|0|mlp\n3|4|-1|bgp\n");
  EXPECT_TRUE(loaded.diagnostics.empty());
  EXPECT_EQ(links_of(*loaded.graph), "1>2 2-3 3>4");
}

TEST(Load, LineEndsOfEveryKindAndNoneAtTheEnd) {
  for (const char* text : {"1|2|-1\r\n2|3|0\r\n", "1|2|-1\n\n2|3|0", "\r\n1|2|-1\n#\n2|3|0\n"}) {
    const LoadedGraph loaded = parse_as_relationships(text);
    EXPECT_TRUE(loaded.diagnostics.empty()) << text;
    EXPECT_EQ(links_of(*loaded.graph), "1>2 2-3") << text;
  }
}

TEST(Load, NothingInTheFileIsAnEmptyGraph) {
  const LoadedGraph loaded = parse_as_relationships("");
  ASSERT_TRUE(loaded.graph);
  EXPECT_EQ(loaded.graph->size(), 0U);
  EXPECT_FALSE(loaded.graph->find(1));
}

struct BadLine {
  const char* line;
  GraphFault fault;
};

TEST(Load, MalformedLinesAreReportedWithTheirNumberAndSurvived) {
  const std::string nul("1|2|\0", 5);
  const std::vector<BadLine> bad = {
      {"hello", GraphFault::malformed_line},
      {"|", GraphFault::malformed_line},
      {"||", GraphFault::malformed_line},
      {"1", GraphFault::malformed_line},
      {"1|", GraphFault::malformed_line},
      {"1|2", GraphFault::malformed_line},
      {"1|2|", GraphFault::malformed_line},
      {"1|2|-", GraphFault::malformed_line},
      {"1|2|1", GraphFault::malformed_line},
      {"1|2|-2", GraphFault::malformed_line},
      {"1|2|-11", GraphFault::malformed_line},
      {"1|2|00", GraphFault::malformed_line},
      {"1|2|0 ", GraphFault::malformed_line},
      {" 1|2|0", GraphFault::malformed_line},
      {"-1|2|0", GraphFault::malformed_line},
      {"1|x|0", GraphFault::malformed_line},
      {"AS1|AS2|0", GraphFault::malformed_line},
      {"1,2,0", GraphFault::malformed_line},
      {"1 2 0", GraphFault::malformed_line},
      {"0|2|0", GraphFault::malformed_line},
      {"1|0|-1", GraphFault::malformed_line},
      {"4294967296|1|0", GraphFault::malformed_line},
      {"1|99999999999999999999|0", GraphFault::malformed_line},
      {nul.c_str(), GraphFault::malformed_line},
      {"\xEF\xBB\xBF"
       "1|2|0",
       GraphFault::malformed_line},
      {"7|7|-1", GraphFault::self_link},
  };
  for (const BadLine& one : bad) {
    const std::string text = "# first\n1|2|-1\n" + std::string(one.line) + "\n4294967295|2|0\n";
    const LoadedGraph loaded = parse_as_relationships(text);
    ASSERT_EQ(loaded.diagnostics.list().size(), 1U) << one.line;
    EXPECT_EQ(loaded.diagnostics.list()[0].line, 3U) << one.line;
    EXPECT_EQ(loaded.diagnostics.list()[0].fault, one.fault) << one.line;
    EXPECT_EQ(links_of(*loaded.graph), "1>2 2-4294967295") << one.line;
  }
}

TEST(Load, ALineTooLongToShowIsCutAndBytesThatDoNotPrintAreHidden) {
  const LoadedGraph loaded = parse_as_relationships(std::string(100000, '\x1B') + "\n");
  ASSERT_EQ(loaded.diagnostics.list().size(), 1U);
  const std::string& message = loaded.diagnostics.list()[0].message;
  EXPECT_LT(message.size(), 200U);
  EXPECT_EQ(message.find('\x1B'), std::string::npos);
}

TEST(Load, AMillionBadLinesAreCountedAndAHundredKept) {
  std::string text;
  for (int i = 0; i < 200000; ++i) {
    text += "?\n";
  }
  const LoadedGraph loaded = parse_as_relationships(text);
  EXPECT_EQ(loaded.diagnostics.count(GraphFault::malformed_line), 200000U);
  EXPECT_EQ(loaded.diagnostics.list().size(), GraphDiagnostics::kept_of_each);
}

TEST(Load, ADuplicateIsReportedAndNamesTheFirstLine) {
  for (const char* text : {"1|2|-1\n3|4|0\n1|2|-1\n", "1|2|-1\n3|4|0\n1|2|-1|bgp\n"}) {
    const LoadedGraph loaded = parse_as_relationships(text);
    ASSERT_EQ(loaded.diagnostics.list().size(), 1U);
    const GraphDiagnostic& one = loaded.diagnostics.list()[0];
    EXPECT_EQ(one.fault, GraphFault::duplicate_link);
    EXPECT_EQ(one.line, 3U);
    EXPECT_EQ(one.message, "line 1 says already that AS1 is a provider of AS2");
    EXPECT_EQ(links_of(*loaded.graph), "1>2 3-4");
  }
  // Peers have no order.
  const LoadedGraph turned = parse_as_relationships("3|4|0\n4|3|0\n");
  EXPECT_EQ(turned.diagnostics.count(GraphFault::duplicate_link), 1U);
}

TEST(Load, OfContradictoryLinesTheFirstCounts) {
  const std::vector<std::pair<const char*, const char*>> cases = {
      {"1|2|-1\n2|1|-1\n", "1>2"}, {"2|1|-1\n1|2|-1\n", "2>1"}, {"1|2|-1\n1|2|0\n", "1>2"},
      {"1|2|0\n1|2|-1\n", "1-2"},  {"2|1|0\n1|2|-1\n", "1-2"},
  };
  for (const auto& [text, links] : cases) {
    const LoadedGraph loaded = parse_as_relationships(text);
    ASSERT_EQ(loaded.diagnostics.list().size(), 1U) << text;
    EXPECT_EQ(loaded.diagnostics.list()[0].fault, GraphFault::contradictory_link) << text;
    EXPECT_EQ(loaded.diagnostics.list()[0].line, 2U) << text;
    EXPECT_EQ(links_of(*loaded.graph), links) << text;
  }
}

TEST(Load, AProviderCycleIsNamedAndBrokenBelowTheLargestAs) {
  // AS3 has most customers, so the search begins there and the link back to it goes.
  const LoadedGraph loaded = parse_as_relationships("1|2|-1\n2|3|-1\n3|1|-1\n3|4|-1\n");
  ASSERT_EQ(loaded.diagnostics.list().size(), 1U);
  const GraphDiagnostic& one = loaded.diagnostics.list()[0];
  EXPECT_EQ(one.fault, GraphFault::provider_cycle);
  EXPECT_EQ(one.line, 2U);
  EXPECT_EQ(one.message,
            "providers in a circle: AS3 > AS1 > AS2 > AS3; left out that AS2 is a provider of AS3");
  EXPECT_EQ(links_of(*loaded.graph), "1>2 3>1 3>4");
}

TEST(Load, EqualCyclesAreBrokenAtTheLowestAsn) {
  const LoadedGraph loaded = parse_as_relationships("7|8|-1\n8|9|-1\n9|7|-1\n");
  EXPECT_EQ(links_of(*loaded.graph), "7>8 8>9");
}

TEST(Load, TwoCyclesThroughOneAsAndAsesBelowThem) {
  const LoadedGraph loaded =
      parse_as_relationships("1|2|-1\n2|1|0\n1|3|-1\n3|4|-1\n4|1|-1\n3|5|-1\n5|1|-1\n5|6|-1\n");
  EXPECT_EQ(loaded.diagnostics.count(GraphFault::provider_cycle), 2U);
  EXPECT_EQ(links_of(*loaded.graph), "1>2 1>3 3>4 3>5 5>6");
}

TEST(Load, ALongCycleIsNamedInPart) {
  std::string text;
  constexpr int length = 100000;
  for (int i = 1; i <= length; ++i) {
    text += std::to_string(i) + "|" + std::to_string(i % length + 1) + "|-1\n";
  }
  const LoadedGraph loaded = parse_as_relationships(text);
  ASSERT_EQ(loaded.diagnostics.list().size(), 1U);
  EXPECT_LT(loaded.diagnostics.list()[0].message.size(), 400U);
  EXPECT_EQ(loaded.graph->provider_links(), std::size_t{length} - 1);
}

TEST(Load, ProvidersComeBeforeTheirCustomersAndStubsLast) {
  reference::Random random(11);
  for (int i = 0; i < 500; ++i) {
    GraphDiagnostics diagnostics;
    const AsGraph graph = build_graph(reference::random_links(random), diagnostics);
    for (AsIndex as = 0; as < graph.size(); ++as) {
      EXPECT_EQ(as < graph.transit_size(), !graph.customers(as).empty());
      const auto ascending = [&](AsIndex a, AsIndex b) { return graph.asn(a) < graph.asn(b); };
      for (const auto& row : {graph.providers(as), graph.customers(as), graph.peers(as)}) {
        EXPECT_TRUE(std::is_sorted(row.begin(), row.end(), ascending));
      }
      for (const AsIndex provider : graph.providers(as)) {
        EXPECT_LT(provider, as);
      }
      EXPECT_EQ(graph.find(graph.asn(as)), as);
    }
    // What is left has no fault any more, and is the same again.
    GraphDiagnostics none;
    const AsGraph again = build_graph(graph.relationships(), none);
    EXPECT_TRUE(none.empty());
    EXPECT_EQ(links_of(again), links_of(graph));
  }
}

TEST(Load, TheOrderOfLinesDoesNotMatterWhereNothingIsContradictory) {
  std::string turned = "3|4|-1\n2|3|0\n1|2|-1\n";
  EXPECT_EQ(links_of(*parse_as_relationships(turned).graph),
            links_of(*parse_as_relationships(small_graph).graph));
}

TEST(Load, PlainGzipAndBzip2WhateverTheName) {
  for (const std::string& bytes :
       {std::string(small_graph), gzipped(small_graph), bzipped(small_graph),
        gzipped("1|2|-1\n2|3|0\n") + gzipped("3|4|-1\n"),
        bzipped("1|2|-1\n2|3|0\n") + bzipped("3|4|-1\n")}) {
    const File file(bytes);
    const LoadedGraph loaded = load_as_relationships(file.path());
    ASSERT_TRUE(loaded.graph) << loaded.error;
    EXPECT_EQ(links_of(*loaded.graph), "1>2 2-3 3>4");
  }
}

TEST(Load, ADamagedArchiveIsAnErrorWhereverItIsCut) {
  std::string text;
  for (int i = 1; i < 3000; ++i) {
    text += std::to_string(i) + "|" + std::to_string(i * 7 + 1) + "|-1\n";
  }
  for (const std::string& whole : {gzipped(text), bzipped(text)}) {
    ASSERT_TRUE(decompress(whole).bytes);
    for (std::size_t size = 3; size < whole.size(); size += 97) {
      const FileBytes cut = decompress(whole.substr(0, size));
      EXPECT_FALSE(cut.bytes) << size;
      EXPECT_FALSE(cut.error.empty());
    }
    std::string broken = whole;
    broken[broken.size() / 2] = static_cast<char>(broken[broken.size() / 2] ^ 0x40);
    EXPECT_FALSE(decompress(broken).bytes);
    EXPECT_FALSE(decompress(whole + "trailing rubbish").bytes);
  }
}

TEST(Load, MoreTextThanOneChunk) {
  std::string text;
  for (int i = 2; i < 60000; ++i) {
    text += "1|" + std::to_string(i) + "|-1\n";
  }
  for (const std::string& bytes : {text, gzipped(text), bzipped(text)}) {
    const File file(bytes);
    const FileBytes read = read_possibly_compressed(file.path());
    ASSERT_TRUE(read.bytes) << read.error;
    EXPECT_EQ(*read.bytes, text);
  }
}

TEST(Load, WhatIsPackedFarTooWellIsRefusedBeforeItFillsTheMemory) {
  std::string lines;
  while (lines.size() < (std::size_t{20} << 20U)) {
    lines += "1|2|-1\n2|3|0\n";
  }
  for (const std::string& packed : {gzipped(lines), bzipped(lines)}) {
    ASSERT_LT(packed.size(), lines.size() / 100);
    const FileBytes unpacked = decompress(packed);
    EXPECT_FALSE(unpacked.bytes);
    EXPECT_TRUE(unpacked.read) << "the fault of the file, not of reading it";
    EXPECT_TRUE(unpacked.error.find("16 MiB") != std::string::npos) << unpacked.error;
  }
  // As far as it goes without a question, it is read.
  EXPECT_TRUE(decompress(gzipped(lines.substr(0, std::size_t{15} << 20U))).bytes);
}

TEST(Load, ZerosMayFillUpAGzipFile) {
  EXPECT_EQ(decompress(gzipped("1|2|-1\n") + std::string(512, '\0')).bytes, "1|2|-1\n");
  EXPECT_FALSE(decompress(gzipped("1|2|-1\n") + std::string(512, '\0') + "x").bytes);
}

TEST(Load, ALineThatIsNotUnderstoodIsNotQuoted) {
  const LoadedGraph loaded = parse_as_relationships("1|2|-1\nTOKEN=secret\n");
  ASSERT_EQ(loaded.diagnostics.list().size(), 1U);
  EXPECT_EQ(loaded.diagnostics.list()[0].line, 2U);
  EXPECT_EQ(loaded.diagnostics.list()[0].message.find("secret"), std::string::npos);
}

TEST(Load, AFileThatIsNotThereAndADirectory) {
  EXPECT_EQ(load_as_relationships("/nonexistent/as-rel.txt").error, "No such file or directory");
  EXPECT_EQ(load_as_relationships("/").error, "is a directory");
}

TEST(Load, NoBytesWhateverCrashTheLoader) {
  reference::Random random(12);
  const std::string alphabet = "0123456789|-1\n\r# 4294967295|0|";
  for (int i = 0; i < 3000; ++i) {
    std::string text;
    for (std::uint32_t size = random.below(200); size > 0; --size) {
      text += random.one_in(20)
                  ? static_cast<char>(random.below(256))
                  : alphabet[random.below(static_cast<std::uint32_t>(alphabet.size()))];
    }
    const LoadedGraph loaded = parse_as_relationships(text);
    ASSERT_TRUE(loaded.graph);
    const auto lines = static_cast<std::uint32_t>(std::count(text.begin(), text.end(), '\n')) + 1;
    for (const GraphDiagnostic& one : loaded.diagnostics.list()) {
      EXPECT_GE(one.line, 1U);
      EXPECT_LE(one.line, lines);
    }
  }
}

}  // namespace
}  // namespace bgpte::topology
