include(EmbedText)
foreach(format observation map)
  bgpte_embed_text(TARGET bgpte_telemetry FILE "${PROJECT_SOURCE_DIR}/schemas/${format}.schema.json"
                   HEADER bgpte/telemetry/${format}.hpp
                   FUNCTION bgpte::telemetry::${format}_schema)
endforeach()
bgpte_embed_text(TARGET bgpte_telemetry FILE "${PROJECT_SOURCE_DIR}/schemas/observed.schema.json"
                 HEADER bgpte/telemetry/observe.hpp FUNCTION bgpte::telemetry::observed_schema)
