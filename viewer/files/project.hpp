#pragma once

#include <string>

#include "geo/atlas/job.hpp"
#include "viewer/session.hpp"
#include "viewer/state.hpp"

// What the viewer keeps in a project file.
namespace geo::viewer {

/// The job that makes what is chosen: the session's own, with what the choices changed in it. Keys
/// of the file that the choices say nothing of, or nothing new, stay as they are.
[[nodiscard]] atlas::Job job_of(const Session& session, const Choices& choices);

/// The key 'viewer' of a project file: of choices what no other key holds, and how one looks at it.
/// `unsaved_of`: it is work on that project which was not saved yet.
[[nodiscard]] std::string viewer_json(const State& state, const std::string* unsaved_of = nullptr);
/// Takes over what such a text says; what it does not know or cannot use it leaves as it is.
void apply_viewer_json(const std::string& json, State& state);

/// Whether a file is a project, by what is in its first megabyte; a map in GeoJSON is none.
[[nodiscard]] bool is_project(const std::string& path);

}  // namespace geo::viewer
