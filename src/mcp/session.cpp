// The queue of requests, and what cancels them.
#include "src/mcp/session.hpp"

#include <algorithm>
#include <chrono>
namespace bgpte::mcp {

namespace {

constexpr std::size_t most_waiting = 1024;
constexpr std::size_t most_waiting_bytes = 4'000'000;
constexpr std::size_t most_withdrawn = 64;
constexpr std::chrono::seconds patience{5};

bool same_id(const Value& a, const Value& b) {
  return a.kind == b.kind && a.text == b.text;
}

}  // namespace

void Session::push(Line line) {
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [&] {
    return waiting_.empty() ||
           (waiting_.size() < most_waiting && waiting_bytes_ < most_waiting_bytes);
  });
  waiting_bytes_ += line.bytes;
  waiting_.push_back(std::move(line));
  changed_.notify_all();
}

std::optional<Line> Session::pop() {
  std::unique_lock lock(mutex_);
  idle_ = true;
  changed_.notify_all();
  changed_.wait(lock, [&] { return ended_ || !waiting_.empty(); });
  if (waiting_.empty()) {
    return std::nullopt;
  }
  idle_ = false;
  withdrawn_.clear();
  Line line = std::move(waiting_.front());
  waiting_.pop_front();
  waiting_bytes_ -= line.bytes;
  changed_.notify_all();
  return line;
}

bool Session::begin(const Message& request) {
  const std::lock_guard lock(mutex_);
  current_ = request.id;
  ++begun_;
  cancelled_ = cancelled_ || std::erase_if(withdrawn_, [&](const Value& id) {
                               return same_id(id, request.id);
                             }) > 0;
  clear_();
  return !cancelled_ && !dropped_;
}

bool Session::end() {
  const std::lock_guard lock(mutex_);
  current_.reset();
  return !std::exchange(cancelled_, false);
}

bool Session::is_cancelled() {
  const std::lock_guard lock(mutex_);
  return cancelled_;
}

void Session::stop() {
  const std::lock_guard lock(mutex_);
  if (current_) {
    interrupt_();
  }
}

void Session::cancel(const Value& id) {
  const std::lock_guard lock(mutex_);
  if (current_ && same_id(*current_, id)) {
    cancelled_ = true;
    interrupt_();
    return;
  }
  for (Line& line : waiting_) {
    std::erase_if(line.messages, [&](const Message& one) { return same_id(one.id, id); });
  }
  if (withdrawn_.size() < most_withdrawn) {
    withdrawn_.push_back(id);
  }
}

void Session::finish() {
  std::unique_lock lock(mutex_);
  std::size_t seen = begun_;
  while (!(idle_ && waiting_.empty())) {
    changed_.wait_for(lock, patience, [&] { return idle_ && waiting_.empty(); });
    if (std::exchange(seen, begun_) == begun_ && !(idle_ && waiting_.empty())) {
      waiting_.clear();
      dropped_ = true;
      cancelled_ = true;
      interrupt_();
      break;
    }
  }
  ended_ = true;
  changed_.notify_all();
}

}  // namespace bgpte::mcp
