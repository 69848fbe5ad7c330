#pragma once

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <random>
#include <string>
#include <vector>

/// Bytes made from valid ones by a seeded random generator, for programs that read what strangers
/// write. Runs under the sanitizers find what goes wrong.
namespace bgpte::mutation {

/// Changes texts a little: bytes, words, lines, and pieces of other texts.
class Mutator {
 public:
  Mutator(std::vector<std::string> texts, unsigned seed)
      : texts_(std::move(texts)), random_(seed) {}

  std::string next() {
    std::string text = texts_[pick(texts_.size())];
    for (std::size_t changes = 1 + pick(4); changes > 0; --changes) {
      change(text);
    }
    return text;
  }

  std::size_t pick(std::size_t count) { return count == 0 ? 0 : random_() % count; }

 private:
  void change(std::string& text) {
    static const std::vector<std::string> words{"0",
                                                "-1",
                                                "4294967296",
                                                "18446744073709551616",
                                                "1e999",
                                                "null",
                                                "\"\"",
                                                "{}",
                                                "[]",
                                                "/",
                                                "::/0",
                                                "0.0.0.0/0",
                                                "64512",
                                                "\n",
                                                "\t",
                                                "\"",
                                                "\xff",
                                                "\xc3",
                                                "\xe2\x80\xae",
                                                std::string(1, '\0'),
                                                ",",
                                                "|",
                                                "(",
                                                "]"};
    const std::size_t at = pick(text.size() + 1);
    const std::size_t length = pick(std::min<std::size_t>(text.size() - at, 40) + 1);
    switch (pick(7)) {
      case 0:
        if (at < text.size()) {
          text[at] = static_cast<char>(random_());
        }
        break;
      case 1:
        text.erase(at, length);
        break;
      case 2:
        text.insert(at, text.substr(at, length));
        break;
      case 3:
        text.replace(at, length, words[pick(words.size())]);
        break;
      case 4: {
        const std::string& other = texts_[pick(texts_.size())];
        const std::size_t from = pick(other.size() + 1);
        text.insert(at, other.substr(from, pick(80)));
        break;
      }
      case 5:
        text.resize(at);
        break;
      default: {
        // A line away, or twice.
        const std::size_t begin = text.rfind('\n', at) + 1;
        const std::size_t end = std::min(text.find('\n', at), text.size());
        if (begin < end) {
          const std::string line = text.substr(begin, end - begin) + "\n";
          pick(2) == 0 ? text.erase(begin, end - begin) : text.insert(begin, line);
        }
      }
    }
  }

  std::vector<std::string> texts_;
  std::mt19937 random_;
};

/// Says when a mutated run has done enough: after its least number of runs, or, where
/// BGPTE_MUTATION_SECONDS is set, after that time or a million runs, whichever comes first.
class Budget {
 public:
  explicit Budget(std::size_t least) : least_(least) {}

  /// Whether to run once more; counts that run.
  bool more() {
    if (runs_ >= least_ && (runs_ >= most || Clock::now() >= end_)) {
      return false;
    }
    ++runs_;
    return true;
  }

  [[nodiscard]] std::size_t runs() const { return runs_; }

 private:
  using Clock = std::chrono::steady_clock;
  static constexpr std::size_t most = 1'000'000;

  static std::chrono::seconds wanted() {
    const char* seconds = std::getenv("BGPTE_MUTATION_SECONDS");
    return std::chrono::seconds(seconds == nullptr ? 0 : std::atoi(seconds));
  }

  std::size_t least_;
  std::size_t runs_ = 0;
  Clock::time_point end_ = Clock::now() + wanted();
};

/// Calls `target` with mutated texts, at least 300 of them. Prints how many there were where
/// BGPTE_MUTATION_SECONDS is set, and returns it.
inline std::size_t run(std::vector<std::string> texts, unsigned seed,
                       const std::function<void(const std::string&)>& target) {
  Mutator mutator(std::move(texts), seed);
  Budget budget(300);
  while (budget.more()) {
    target(mutator.next());
  }
  if (std::getenv("BGPTE_MUTATION_SECONDS") != nullptr) {
    std::printf("%zu mutated texts\n", budget.runs());
  }
  return budget.runs();
}

}  // namespace bgpte::mutation
