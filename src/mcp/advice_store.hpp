#pragma once

#include <cstddef>
#include <deque>
#include <optional>
#include <string>
#include <string_view>

namespace bgpte::mcp {

/// Advice as bgpte wrote it, and the SHA-256 of its bytes, by which it is asked for.
struct StoredAdvice {
  std::string sha256;
  std::string bytes;

  [[nodiscard]] std::string uri() const { return "bgpte://advice/" + sha256; }
};

/// The last advice that was made, in memory only.
class AdviceStore {
 public:
  static constexpr std::size_t most = 64;
  static constexpr std::size_t most_bytes = 64'000'000;

  /// Keeps the bytes as the newest; the oldest goes where there are too many.
  StoredAdvice keep(std::string bytes);
  /// By a URI, "bgpte://advice/" and the hash, or by the hash alone.
  [[nodiscard]] std::optional<StoredAdvice> find(std::string_view name) const;
  [[nodiscard]] const std::deque<StoredAdvice>& all() const { return kept_; }

 private:
  std::deque<StoredAdvice> kept_;  ///< Oldest first.
};

/// Whether a text is meant as the name of advice in the store.
[[nodiscard]] bool names_stored_advice(std::string_view text);

}  // namespace bgpte::mcp
