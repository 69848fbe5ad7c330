#include "src/telemetry/prefix_table.hpp"

#include <algorithm>

namespace bgpte::telemetry {

AddressBits bits_of(const model::IpAddress& address) {
  AddressBits bits = 0;
  for (const std::uint8_t byte : address.bytes) {
    bits = bits << 8U | byte;
  }
  return bits;
}

namespace {

AddressBits mask_of(int length) {
  constexpr int width = 128;
  return length == 0 ? AddressBits{0} : ~AddressBits{0} << static_cast<unsigned>(width - length);
}

}  // namespace

std::size_t PrefixTable::Hash::operator()(const Key& key) const {
  constexpr std::uint64_t odd = 0x9E3779B97F4A7C15;
  const auto upper = static_cast<std::uint64_t>(key.bits >> 64U);
  const auto lower = static_cast<std::uint64_t>(key.bits);
  std::uint64_t hash = (upper ^ (lower + key.length) * odd) * odd;
  hash ^= hash >> 32U;
  return static_cast<std::size_t>(hash);
}

PrefixTable::PrefixTable(std::vector<model::IpPrefix> prefixes) : prefixes_(std::move(prefixes)) {
  std::ranges::sort(prefixes_);
  prefixes_.erase(std::unique(prefixes_.begin(), prefixes_.end()), prefixes_.end());
  for (std::size_t i = 0; i < prefixes_.size(); ++i) {
    const model::IpPrefix& one = prefixes_[i];
    Table& into = one.family() == model::Family::ipv4 ? ipv4_ : ipv6_;
    into.prefixes.emplace(Key{bits_of(one.address), one.length}, static_cast<std::int32_t>(i));
    if (std::ranges::find(into.lengths, one.length, &Length::length) == into.lengths.end()) {
      into.lengths.push_back({one.length, mask_of(one.length)});
    }
  }
  for (Table* each : {&ipv4_, &ipv6_}) {
    std::ranges::sort(each->lengths, std::ranges::greater(), &Length::length);
  }
}

int PrefixTable::longest(model::Family family) const {
  const Table& in = table(family);
  return in.lengths.empty() ? 0 : in.lengths.front().length;
}

std::int32_t PrefixTable::find(const model::IpAddress& address, int most) const {
  const Table& in = table(address.family);
  const AddressBits bits = bits_of(address);
  for (const Length& length : in.lengths) {
    if (length.length > most) {
      continue;
    }
    const auto found = in.prefixes.find(Key{bits & length.mask, length.length});
    if (found != in.prefixes.end()) {
      return found->second;
    }
  }
  return none;
}

std::int32_t PrefixTable::find(const model::IpAddress& address) const {
  constexpr int any = 128;
  return find(address, any);
}

std::int32_t PrefixTable::find(const model::IpPrefix& network, bool& ambiguous) const {
  // Sorted by address and length: the first one behind the network is in it, or none is.
  const auto behind = std::ranges::upper_bound(prefixes_, network);
  ambiguous = behind != prefixes_.end() && network.contains(*behind);
  return find(network.address, network.length);
}

}  // namespace bgpte::telemetry
