# embed_models(<target>): compiles models/*.json into <target> as bytes. A generated assembly file
# takes each file in with .incbin, and a generated header-less table names them; see
# include/portside/model/embedded_models.h.

function(embed_models target)
  file(GLOB models CONFIGURE_DEPENDS "${PROJECT_SOURCE_DIR}/models/*.json")
  if(NOT models)
    return()
  endif()
  get_target_property(type ${target} TYPE)
  if(type STREQUAL "INTERFACE_LIBRARY")
    return()
  endif()

  set(assembly ".section .rodata\n")
  set(declarations "")
  set(entries "")
  foreach(model IN LISTS models)
    get_filename_component(name "${model}" NAME_WE)
    string(APPEND assembly
      ".global portside_model_${name}_begin\n.global portside_model_${name}_end\n"
      "portside_model_${name}_begin:\n.incbin \"${model}\"\nportside_model_${name}_end:\n.byte 0\n")
    string(APPEND declarations
      "extern const char portside_model_${name}_begin[], portside_model_${name}_end[];\n")
    string(APPEND entries
      "    {\"${name}\", portside_model_${name}_begin, portside_model_${name}_end},\n")
  endforeach()
  # Without this section the linker would mark the stack executable.
  string(APPEND assembly ".section .note.GNU-stack,\"\",%progbits\n")

  set(assembly_file "${PROJECT_BINARY_DIR}/embedded_models.S")
  set(table_file "${PROJECT_BINARY_DIR}/embedded_models_table.cc")
  file(CONFIGURE OUTPUT "${assembly_file}" CONTENT "${assembly}" @ONLY)
  file(CONFIGURE OUTPUT "${table_file}" CONTENT
"#include \"portside/model/embedded_models.h\"
extern \"C\" {
${declarations}}
namespace portside {
const EmbeddedModel kEmbeddedModels[] = {
${entries}    {nullptr, nullptr, nullptr},
};
}  // namespace portside
" @ONLY)
  target_sources(${target} PRIVATE "${assembly_file}" "${table_file}")
  # A changed model is embedded again.
  set_source_files_properties("${assembly_file}" PROPERTIES OBJECT_DEPENDS "${models}")
endfunction()
