#pragma once

#include <chrono>
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

/// Calls `target` with mutated texts: 300 times, or as long as BGPTE_MUTATION_SECONDS says. Returns
/// how often.
inline std::size_t run(std::vector<std::string> texts, unsigned seed,
                       const std::function<void(const std::string&)>& target) {
  using Clock = std::chrono::steady_clock;
  const char* wanted = std::getenv("BGPTE_MUTATION_SECONDS");
  const auto end = Clock::now() + std::chrono::seconds(wanted == nullptr ? 0 : std::atoi(wanted));
  constexpr std::size_t least = 300;
  Mutator mutator(std::move(texts), seed);
  std::size_t runs = 0;
  while (runs < least || Clock::now() < end) {
    target(mutator.next());
    ++runs;
  }
  return runs;
}

}  // namespace bgpte::mutation
