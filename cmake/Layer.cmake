# add_layer(<name> [DEPENDS <layer>...] [LIBRARIES <target>...] [PRECOMPILE <header>...])
#
# One layer of the house: every source under src/<name>, every header under
# include/portside/<name>, every test under tests/<name>. A layer links only what it
# names, so an include across the table in docs/INVARIANTS.md does not link.
#
#   add_layer(services/glue DEPENDS services/core formats)
#
# defines the library portside_services_glue and, when tests are on, the test binary
# portside_services_glue_test.

function(portside_target_name out path)
  string(REPLACE "/" "_" flat "${path}")
  set(${out} "portside_${flat}" PARENT_SCOPE)
endfunction()

# Shared by all layers: the standard headers, nlohmann/json and tl::expected, parsed once.
set(PORTSIDE_PRECOMPILED_HEADERS
    <algorithm> <chrono> <cstdint> <functional> <map> <memory> <optional> <span> <string>
    <string_view> <utility> <variant> <vector> <nlohmann/json.hpp> <tl/expected.hpp>)

function(portside_precompile target owner)
  if(NOT PORTSIDE_PRECOMPILE)
    return()
  endif()
  if(TARGET ${owner})
    target_precompile_headers(${target} REUSE_FROM ${owner})
  endif()
endfunction()

function(add_layer name)
  cmake_parse_arguments(ARG "" "" "DEPENDS;LIBRARIES;PRECOMPILE" ${ARGN})
  portside_target_name(target ${name})

  file(GLOB_RECURSE sources CONFIGURE_DEPENDS "${PROJECT_SOURCE_DIR}/src/${name}/*.cc")
  file(GLOB_RECURSE headers CONFIGURE_DEPENDS "${PROJECT_SOURCE_DIR}/include/portside/${name}/*.h")
  list(FILTER sources EXCLUDE REGEX "/main\\.cc$")

  set(linked portside_options)
  foreach(layer IN LISTS ARG_DEPENDS)
    portside_target_name(dependency ${layer})
    list(APPEND linked ${dependency})
  endforeach()

  if(sources)
    add_library(${target} STATIC ${sources})
    target_link_libraries(${target} PUBLIC ${linked} ${ARG_LIBRARIES})
    target_include_directories(${target} PUBLIC "${PROJECT_SOURCE_DIR}/include"
                               PRIVATE "${PROJECT_SOURCE_DIR}/src")
    target_sources(${target} PUBLIC FILE_SET HEADERS BASE_DIRS "${PROJECT_SOURCE_DIR}/include"
                   FILES ${headers})
    set_target_properties(${target} PROPERTIES
      VERIFY_INTERFACE_HEADER_SETS ${PORTSIDE_VERIFY_HEADERS})
    if(ARG_PRECOMPILE AND PORTSIDE_PRECOMPILE)
      target_precompile_headers(${target} PRIVATE ${PORTSIDE_PRECOMPILED_HEADERS}
                                ${ARG_PRECOMPILE})
    else()
      portside_precompile(${target} portside_pch)
    endif()
  else()
    add_library(${target} INTERFACE)
    target_link_libraries(${target} INTERFACE ${linked} ${ARG_LIBRARIES})
    target_include_directories(${target} INTERFACE "${PROJECT_SOURCE_DIR}/include")
  endif()
endfunction()

# What is tested is built with the sanitizers; in the tests' own code they would take half of the
# time that it compiles. (Not so for ThreadSanitizer, which has to see every access.)
function(portside_spare_sanitizers target)
  if(PORTSIDE_SANITIZE MATCHES "address")
    target_compile_options(${target} PRIVATE -fno-sanitize=all)
  endif()
endfunction()

# add_layer_test(<name> [SUPPORT]): the test binary of one layer. SUPPORT links the whole
# program's parts through tests/support (TestApp); plain layers test only themselves.
function(add_layer_test name)
  cmake_parse_arguments(ARG "SUPPORT" "" "" ${ARGN})
  if(NOT PORTSIDE_BUILD_TESTS)
    return()
  endif()
  portside_target_name(target ${name})
  file(GLOB_RECURSE tests CONFIGURE_DEPENDS "${PROJECT_SOURCE_DIR}/tests/${name}/*_test.cc")
  if(NOT tests)
    return()
  endif()
  add_executable(${target}_test ${tests})
  target_link_libraries(${target}_test PRIVATE ${target} GTest::gmock GTest::gtest_main)
  if(ARG_SUPPORT)
    target_link_libraries(${target}_test PRIVATE portside_test_support)
  endif()
  target_include_directories(${target}_test PRIVATE "${PROJECT_SOURCE_DIR}/src"
                             "${PROJECT_SOURCE_DIR}/tests")
  target_compile_definitions(${target}_test PRIVATE
    PORTSIDE_SOURCE_DIR="${PROJECT_SOURCE_DIR}")
  portside_spare_sanitizers(${target}_test)
  portside_precompile(${target}_test portside_test_pch)
  add_suite(${target}_test)
endfunction()

# add_suite(<target>): a test binary as one test of ctest. Its cases run in one process, which takes
# seconds where a process for each would take minutes under sanitizers; what they found is left in
# test-results/<target>.xml of the build.
#
# add_suite(<target> <variant> <NAME=value>): the same once more, with a variable set.
function(add_suite target)
  set(name ${target})
  if(ARGC GREATER 1)
    set(name ${target}_${ARGV1})
  endif()
  add_test(NAME ${name}
           COMMAND ${target} --gtest_brief=1
                   "--gtest_output=xml:${PROJECT_BINARY_DIR}/test-results/${name}.xml"
           WORKING_DIRECTORY "${PROJECT_SOURCE_DIR}")
  if(ARGC GREATER 2)
    set_tests_properties(${name} PROPERTIES ENVIRONMENT "${ARGV2}")
  endif()
endfunction()
