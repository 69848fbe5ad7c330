// Parts of one router and step that are opened, committed and confirmed together.
#include <algorithm>
#include <utility>

#include "bgpte/config/config.hpp"
#include "src/config/platforms/platforms.hpp"

namespace bgpte::config {
namespace {

TransactionSession session_of(const ConfigPart& part) {
  return {part.change.session.neighbor, part.change.session.family};
}

/// The sessions of each router and step that are written into one transaction, in their order. A
/// session that is there twice leaves its parts alone.
std::vector<TransactionSession> joined_with(const ConfigPart& part,
                                            const std::vector<ConfigPart>& parts) {
  std::vector<TransactionSession> sessions;
  for (const ConfigPart& other : parts) {
    const SessionChange& change = other.change;
    if (other.mode != Mode::paste || change.step != part.change.step ||
        change.session.router != part.change.session.router ||
        change.session.platform != part.change.session.platform) {
      continue;
    }
    if (std::ranges::find(sessions, session_of(other)) != sessions.end()) {
      return {};
    }
    sessions.push_back(session_of(other));
  }
  return sessions.size() > 1 ? sessions : std::vector<TransactionSession>{};
}

}  // namespace

std::vector<ConfigPart> with_whole_transactions(std::vector<ConfigPart> parts) {
  std::vector<std::vector<TransactionSession>> transactions;
  for (const ConfigPart& part : parts) {
    const bool joins = part.mode == Mode::paste && !part.change.session.router.empty() &&
                       row_of(part.change.session.platform).one_transaction;
    transactions.push_back(joins ? joined_with(part, parts) : std::vector<TransactionSession>{});
  }
  for (std::size_t i = 0; i < parts.size(); ++i) {
    if (parts[i].change.transaction != transactions[i]) {
      parts[i].change.transaction = std::move(transactions[i]);
      parts[i] = emit(SessionChange(parts[i].change));
    }
  }
  return parts;
}

}  // namespace bgpte::config
