// The last advice that was made.
#include "src/mcp/advice_store.hpp"

#include <algorithm>

#include "bgpte/model/digest.hpp"

namespace bgpte::mcp {

namespace {

constexpr std::string_view scheme = "bgpte://advice/";
constexpr std::size_t hash_digits = 64;

std::string_view hash_of(std::string_view name) {
  return name.starts_with(scheme) ? name.substr(scheme.size()) : name;
}

std::size_t bytes_of(const std::deque<StoredAdvice>& kept) {
  std::size_t sum = 0;
  for (const StoredAdvice& one : kept) {
    sum += one.bytes.size();
  }
  return sum;
}

}  // namespace

StoredAdvice AdviceStore::keep(std::string bytes) {
  StoredAdvice made{model::sha256_hex(bytes), std::move(bytes)};
  std::erase_if(kept_, [&](const StoredAdvice& old) { return old.sha256 == made.sha256; });
  kept_.push_back(made);
  while (kept_.size() > most || (kept_.size() > 1 && bytes_of(kept_) > most_bytes)) {
    kept_.pop_front();
  }
  return made;
}

std::optional<StoredAdvice> AdviceStore::find(std::string_view name) const {
  const std::string_view hash = hash_of(name);
  const auto found = std::ranges::find(kept_, hash, &StoredAdvice::sha256);
  return found == kept_.end() ? std::nullopt : std::optional(*found);
}

bool names_stored_advice(std::string_view text) {
  return text.starts_with(scheme) ||
         (text.size() == hash_digits &&
          text.find_first_not_of("0123456789abcdef") == std::string_view::npos);
}

}  // namespace bgpte::mcp
