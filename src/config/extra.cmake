# Emitters and readers are alike on purpose: each has its own `transition`, `look`, ... in an unnamed
# namespace, so they cannot share a translation unit in a unity build.
file(GLOB alike "${PROJECT_SOURCE_DIR}/src/config/platforms/*.cpp"
     "${PROJECT_SOURCE_DIR}/src/config/observed/*.cpp")
set_source_files_properties(${alike} PROPERTIES SKIP_UNITY_BUILD_INCLUSION ON)
