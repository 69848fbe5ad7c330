include(EmbedText)
bgpte_embed_text(TARGET bgpte_scenario FILE "${PROJECT_SOURCE_DIR}/schemas/scenario.schema.json"
                 HEADER bgpte/scenario/load.hpp FUNCTION bgpte::scenario::schema)
bgpte_embed_text(TARGET bgpte_scenario FILE "${PROJECT_SOURCE_DIR}/schemas/communities.schema.json"
                 HEADER bgpte/scenario/catalogue.hpp FUNCTION bgpte::scenario::catalogue_schema)
bgpte_embed_text(TARGET bgpte_scenario FILE "${PROJECT_SOURCE_DIR}/share/communities/catalogue.json"
                 HEADER bgpte/scenario/catalogue.hpp FUNCTION bgpte::scenario::shipped_catalogue_text)
