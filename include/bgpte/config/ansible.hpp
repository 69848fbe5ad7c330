#pragma once

#include <span>
#include <string>

#include "bgpte/config/config.hpp"

namespace bgpte::config {

/// Why a playbook of these parts would run on other hosts than the routers, in one sentence; empty:
/// it would not. A router's name that Ansible takes as a pattern or as one of its own groups does.
[[nodiscard]] std::string ansible_fault(std::span<const ConfigPart> parts);

/// The parts as an Ansible playbook (YAML): one play for each part, in the order given, on the host
/// with the router's name. Only the plays of the rollout's first step run without a tag. A play of
/// a later step needs the tag `step<N>`, because the step waits for what the one before it shows.
/// Plays that keep a change have the tag `confirm`, plays that take it back `rollback` and
/// `rollback_step<N>`, in reverse order. Each play uses the platform's own configuration module and
/// makes a backup first. A manual part, or a platform without a module that takes its text, is a
/// task that fails and says what a person must do. bgpte runs none of it.
[[nodiscard]] std::string ansible_playbook(std::span<const ConfigPart> parts);

}  // namespace bgpte::config
