include(EmbedText)
bgpte_embed_text(TARGET bgpte_scenario FILE "${PROJECT_SOURCE_DIR}/schemas/scenario.schema.json"
                 HEADER bgpte/scenario/load.hpp FUNCTION bgpte::scenario::schema)
