# Compiler and linker flags of every target, as one interface library.

add_library(portside_options INTERFACE)
target_compile_features(portside_options INTERFACE cxx_std_20)
target_compile_options(portside_options INTERFACE
  -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wno-sign-conversion -fno-strict-aliasing)
# Beast's coroutines, nlohmann/json and tl::unexpected of a string raise false alarms of these
# under g++ 12 at -O2.
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  target_compile_options(portside_options INTERFACE -Wno-maybe-uninitialized -Wno-restrict
                         -Wno-array-bounds -Wno-stringop-overflow -Wno-stringop-overread
                         -Wno-free-nonheap-object)
endif()
# A designated initializer leaves out members on purpose.
target_compile_options(portside_options INTERFACE -Wno-missing-field-initializers)
if(PORTSIDE_WERROR)
  target_compile_options(portside_options INTERFACE -Werror)
endif()
target_compile_definitions(portside_options INTERFACE PORTSIDE_VERSION="${PROJECT_VERSION}"
  JSON_DIAGNOSTICS=0)

if(PORTSIDE_SANITIZE)
  target_compile_options(portside_options INTERFACE
    -fsanitize=${PORTSIDE_SANITIZE} -fno-omit-frame-pointer -fno-sanitize-recover=all)
  target_link_options(portside_options INTERFACE -fsanitize=${PORTSIDE_SANITIZE})
  # With these checks g++ no longer treats the address of a function or object as a constant, and
  # the static_asserts over job kinds (jobs/job_kind.h) do not compile. clang++ keeps them.
  if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
    target_compile_options(portside_options INTERFACE
      -fno-sanitize=null,nonnull-attribute,returns-nonnull-attribute)
    # g++ warns of each fence in Asio's own headers.
    target_compile_options(portside_options INTERFACE -Wno-tsan)
  endif()
endif()

find_program(CCACHE ccache)
if(CCACHE AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
  # The sloppiness that ccache asks for when headers are precompiled.
  set(CMAKE_CXX_COMPILER_LAUNCHER ${CMAKE_COMMAND} -E env
      CCACHE_SLOPPINESS=pch_defines,time_macros,include_file_mtime,include_file_ctime ${CCACHE})
  add_compile_options($<$<CXX_COMPILER_ID:GNU>:-fpch-preprocess>)
endif()
