#pragma once

#include <span>
#include <string>

#include "bgpte/config/config.hpp"

namespace bgpte::config {

/// The parts as an Ansible playbook (YAML): one play for each part, in the order given, on the host
/// with the router's name. Only the first step of the rollout runs by itself; a later one has the
/// tag `step<N>`, since it waits for what the one before it shows. The ways to keep the change and
/// to take it back have the tags `confirm` and `rollback` (and `rollback_step<N>`), the latter in
/// reverse order. Each uses the platform's own config module, with a backup first. A manual part,
/// and a platform without a module that takes its text, is a task that fails with what a person
/// must do. Nothing is run by bgpte.
[[nodiscard]] std::string ansible_playbook(std::span<const ConfigPart> parts);

}  // namespace bgpte::config
