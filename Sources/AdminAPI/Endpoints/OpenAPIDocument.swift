// swift-format-ignore-file
// Made by scripts/embed-openapi from docs/openapi.yaml; change that file, then run the script.

/// The OpenAPI document as the server shows it.
enum OpenAPIDocument {
    static let text = ##"""
        openapi: 3.1.0
        info:
          title: Gatehouse admin API
          version: 1.0.0
          summary: Issue, guard, rotate and revoke API keys.
          description: Times are RFC 3339 in UTC; durations are integers with the unit in the name. Absent means unset; null only
            where it means “none, on purpose”. Every refusal is a problem document (RFC 9457) with a stable `code`.
          license:
            name: Apache-2.0
            identifier: Apache-2.0
        servers:
          - url: http://127.0.0.1:8081
            description: The server's own machine; the Unix socket needs no key.
        security:
          - operatorKey: []
        tags:
          - name: projects
            description: APIs or products.
          - name: environments
            description: Hard walls inside a project.
          - name: identities
            description: Owners of keys.
          - name: policies
            description: Rules that many keys are held to at once, in force or in shadow.
          - name: roles
            description: Named permissions.
          - name: operators
            description: Users of this API.
          - name: keys
            description: API keys.
          - name: rotations
            description: Changes of a key's secret.
          - name: audit
            description: Who did what.
          - name: requests
            description: Why a request was answered as it was.
          - name: findings
            description: Weaknesses and their cures.
          - name: upstreams
            description: The servers that requests are forwarded to.
          - name: sys
            description: 'Sealing, opening and the slots of the root key: on the server''s own machine alone.'
          - name: operations
            description: For probes, scrapers and tools.
        paths:
          /v1/projects:
            get:
              operationId: listProjects
              tags:
                - projects
              summary: List projects
              description: 'In pages; follow next_cursor. Permission: `projects:read`.'
              parameters:
                - $ref: '#/components/parameters/limit'
                - $ref: '#/components/parameters/cursor'
                - name: name
                  in: query
                  description: Only the one of this name.
                  schema:
                    type: string
                    minLength: 1
                    maxLength: 63
                    pattern: ^[a-z0-9][a-z0-9-]{0,62}$
                    description: Name.
              responses:
                '200':
                  description: A page.
                  headers:
                    X-Request-Id:
                      $ref: '#/components/headers/X-Request-Id'
                    Link:
                      $ref: '#/components/headers/Link'
                  content:
                    application/json:
                      schema:
                        $ref: '#/components/schemas/ProjectPage'
                '400':
                  $ref: '#/components/responses/BadRequest'
                '401':
                  $ref: '#/components/responses/Unauthorized'
                '403':
                  $ref: '#/components/responses/Forbidden'
                '404':
                  $ref: '#/components/responses/NotFound'
                '429':
                  $ref: '#/components/responses/TooManyRequests'
                '500':
                  $ref: '#/components/responses/InternalError'
                '503':
                  $ref: '#/components/responses/Unavailable'
            post:
              operationId: createProject
              tags:
                - projects
              summary: Create a project
              description: 'Repeat it safely with an Idempotency-Key. Permission: `projects:write`.'
              parameters:
                - $ref: '#/components/parameters/dry_run'
                - $ref: '#/components/parameters/Idempotency-Key'
              requestBody:
                description: A project to create.
                required: true
                content:
                  application/json:
                    schema:
                      $ref: '#/components/schemas/ProjectCreate'
              responses:
                '200':
                  description: What it would do.
                  headers:
                    X-Request-Id:
                      $ref: '#/components/headers/X-Request-Id'
                  content:
                    application/json:
                      schema:
                        $ref: '#/components/schemas/DryRun'
                '201':
                  description: Created.
                  headers:
                    X-Request-Id:
                      $ref: '#/components/headers/X-Request-Id'
                    Location:
                      $ref: '#/components/headers/Location'
                    ETag:
                      $ref: '#/components/headers/ETag'
                    Idempotent-Replayed:
                      $ref: '#/components/headers/Idempotent-Replayed'
                  content:
                    application/json:
                      schema:
                        $ref: '#/components/schemas/Project'
                '400':
                  $ref: '#/components/responses/BadRequest'
                '401':
                  $ref: '#/components/responses/Unauthorized'
                '403':
                  $ref: '#/components/responses/Forbidden'
                '404':
                  $ref: '#/components/responses/NotFound'
                '409':
                  $ref: '#/components/responses/Conflict'
                '413':
                  $ref: '#/components/responses/ContentTooLarge'
                '415':
                  $ref: '#/components/responses/UnsupportedMediaType'
                '422':
                  $ref: '#/components/responses/Unprocessable'
                '429':
                  $ref: '#/components/responses/TooManyRequests'
                '500':
                  $ref: '#/components/responses/InternalError'
                '503':
                  $ref: '#/components/responses/Unavailable'
                '507':
                  $ref: '#/components/responses/StorageFull'
          /v1/projects/{project_id}:
            get:
              operationId: showProject
              tags:
                - projects
              summary: Show a project
              description: 'As it is now. Permission: `projects:read`.'
              parameters:
                - $ref: '#/components/parameters/project_id'
              responses:
                '200':
                  description: The object.
                  headers:
                    X-Request-Id:
                      $ref: '#/components/headers/X-Request-Id'
                    ETag:
                      $ref: '#/components/headers/ETag'
                  content:
                    application/json:
                      schema:
                        $ref: '#/components/schemas/Project'
                '400':
                  $ref: '#/components/responses/BadRequest'
                '401':
                  $ref: '#/components/responses/Unauthorized'
                '403':
                  $ref: '#/components/responses/Forbidden'
                '404':
                  $ref: '#/components/responses/NotFound'
                '429':
                  $ref: '#/components/responses/TooManyRequests'
                '500':
                  $ref: '#/components/responses/InternalError'
                '503':
                  $ref: '#/components/responses/Unavailable'
            patch:
              operationId: updateProject
              tags:
                - projects
              summary: Update a project
              description: 'JSON merge patch (RFC 7396): absent leaves, null removes. Permission: `projects:write`.'
              parameters:
                - $ref: '#/components/parameters/project_id'
                - $ref: '#/components/parameters/dry_run'
                - $ref: '#/components/parameters/If-Match-Required'
              requestBody:
                description: Changes to a project (RFC 7396).
                required: true
                content:
                  application/merge-patch+json:
                    schema:
                      $ref: '#/components/schemas/ProjectPatch'
              responses:
                '200':
                  description: As it is now, or would be.
                  headers:
                    X-Request-Id:
                      $ref: '#/components/headers/X-Request-Id'
                    ETag:
                      $ref: '#/components/headers/ETag'
                  content:
                    application/json:
                      schema:
                        anyOf:
                          - $ref: '#/components/schemas/Project'
                          - $ref: '#/components/schemas/DryRun'
                '400':
                  $ref: '#/components/responses/BadRequest'
                '401':
                  $ref: '#/components/responses/Unauthorized'
                '403':
                  $ref: '#/components/responses/Forbidden'
                '404':
                  $ref: '#/components/responses/NotFound'
                '409':
                  $ref: '#/components/responses/Conflict'
                '412':
                  $ref: '#/components/responses/PreconditionFailed'
                '413':
                  $ref: '#/components/responses/ContentTooLarge'
                '415':
                  $ref: '#/components/responses/UnsupportedMediaType'
                '422':
                  $ref: '#/components/responses/Unprocessable'
                '428':
                  $ref: '#/components/responses/PreconditionRequired'
                '429':
                  $ref: '#/components/responses/TooManyRequests'
                '500':
                  $ref: '#/components/responses/InternalError'
                '503':
                  $ref: '#/components/responses/Unavailable'
                '507':
                  $ref: '#/components/responses/StorageFull'
          /v1/projects/{project_id}/environments:
            get:
              operationId: listEnvironments
              tags:
                - environments
              summary: List the environments of a project
              description: 'In pages; follow next_cursor. Permission: `projects:read`.'
              parameters:
                - $ref: '#/components/parameters/project_id'
                - $ref: '#/components/parameters/limit'
                - $ref: '#/components/parameters/cursor'
              responses:
                '200':
                  description: A page.
                  headers:
                    X-Request-Id:
                      $ref: '#/components/headers/X-Request-Id'
                    Link:
                      $ref: '#/components/headers/Link'
                  content:
                    application/json:
                      schema:
                        $ref: '#/components/schemas/EnvironmentPage'
                '400':
                  $ref: '#/components/responses/BadRequest'
                '401':
                  $ref: '#/components/responses/Unauthorized'
                '403':
                  $ref: '#/components/responses/Forbidden'
                '404':
                  $ref: '#/components/responses/NotFound'
                '429':
                  $ref: '#/components/responses/TooManyRequests'
                '500':
                  $ref: '#/components/responses/InternalError'
                '503':
                  $ref: '#/components/responses/Unavailable'
            post:
              operationId: createEnvironment
              tags:
                - environments
              summary: Create an environment
              description: 'Repeat it safely with an Idempotency-Key. Permission: `projects:write`.'
              parameters:
                - $ref: '#/components/parameters/project_id'
                - $ref: '#/components/parameters/dry_run'
                - $ref: '#/components/parameters/Idempotency-Key'
              requestBody:
                description: An environment to create.
                required: true
                content:
                  application/json:
                    schema:
                      $ref: '#/components/schemas/EnvironmentCreate'
              responses:
                '200':
                  description: What it would do.
                  headers:
                    X-Request-Id:
                      $ref: '#/components/headers/X-Request-Id'
                  content:
                    application/json:
                      schema:
                        $ref: '#/components/schemas/DryRun'
                '201':
                  description: Created.
                  headers:
                    X-Request-Id:
                      $ref: '#/components/headers/X-Request-Id'
                    Location:
                      $ref: '#/components/headers/Location'
                    ETag:
                      $ref: '#/components/headers/ETag'
                    Idempotent-Replayed:
                      $ref: '#/components/headers/Idempotent-Replayed'
                  content:
                    application/json:
                      schema:
                        $ref: '#/components/schemas/Environment'
                '400':
                  $ref: '#/components/responses/BadRequest'
                '401':
                  $ref: '#/components/responses/Unauthorized'
                '403':
                  $ref: '#/components/responses/Forbidden'
                '404':
                  $ref: '#/components/responses/NotFound'
                '409':
                  $ref: '#/components/responses/Conflict'
                '413':
                  $ref: '#/components/responses/ContentTooLarge'
                '415':
                  $ref: '#/components/responses/UnsupportedMediaType'
                '422':
                  $ref: '#/components/responses/Unprocessable'
                '429':
                  $ref: '#/components/responses/TooManyRequests'
                '500':
                  $ref: '#/components/responses/InternalError'
                '503':
                  $ref: '#/components/responses/Unavailable'
                '507':
                  $ref: '#/components/responses/StorageFull'
          /v1/environments/{environment_id}:
            get:
              operationId: showEnvironment
              tags:
                - environments
              summary: Show an environment
              description: 'As it is now. Permission: `projects:read`.'
              parameters:
                - $ref: '#/components/parameters/environment_id'
              responses:
                '200':
                  description: The object.
                  headers:
                    X-Request-Id:
                      $ref: '#/components/headers/X-Request-Id'
                    ETag:
                      $ref: '#/components/headers/ETag'
                  content:
                    application/json:
                      schema:
                        $ref: '#/components/schemas/Environment'
                '400':
                  $ref: '#/components/responses/BadRequest'
                '401':
                  $ref: '#/components/responses/Unauthorized'
                '403':
                  $ref: '#/components/responses/Forbidden'
                '404':
                  $ref: '#/components/responses/NotFound'
                '429':
                  $ref: '#/components/responses/TooManyRequests'
                '500':
                  $ref: '#/components/responses/InternalError'
                '503':
                  $ref: '#/components/responses/Unavailable'
            patch:
              operationId: updateEnvironment
              tags:
                - environments
              summary: Update an environment
              description: 'JSON merge patch (RFC 7396): absent leaves, null removes. Permission: `projects:write`.'
              parameters:
                - $ref: '#/components/parameters/environment_id'
                - $ref: '#/components/parameters/dry_run'
                - $ref: '#/components/parameters/If-Match'
              requestBody:
                description: Changes to an environment (RFC 7396).
                required: true
                content:
                  application/merge-patch+json:
                    schema:
                      $ref: '#/components/schemas/EnvironmentPatch'
              responses:
                '200':
                  description: As it is now, or would be.
                  headers:
                    X-Request-Id:
                      $ref: '#/components/headers/X-Request-Id'
                    ETag:
                      $ref: '#/components/headers/ETag'
                  content:
                    application/json:
                      schema:
                        anyOf:
                          - $ref: '#/components/schemas/Environment'
                          - $ref: '#/components/schemas/DryRun'
                '400':
                  $ref: '#/components/responses/BadRequest'
                '401':
                  $ref: '#/components/responses/Unauthorized'
                '403':
                  $ref: '#/components/responses/Forbidden'
                '404':
                  $ref: '#/components/responses/NotFound'
                '409':
                  $ref: '#/components/responses/Conflict'
                '412':
                  $ref: '#/components/responses/PreconditionFailed'
                '413':
                  $ref: '#/components/responses/ContentTooLarge'
                '415':
                  $ref: '#/components/responses/UnsupportedMediaType'
                '422':
                  $ref: '#/components/responses/Unprocessable'
                '429':
                  $ref: '#/components/responses/TooManyRequests'
                '500':
                  $ref: '#/components/responses/InternalError'
                '503':
                  $ref: '#/components/responses/Unavailable'
                '507':
                  $ref: '#/components/responses/StorageFull'
          /v1/identities:
            get:
              operationId: listIdentities
              tags:
                - identities
              summary: List identities
              description: 'In pages; follow next_cursor. Permission: `identities:read`.'
              parameters:
                - $ref: '#/components/parameters/limit'
                - $ref: '#/components/parameters/cursor'
                - name: project
                  in: query
                  description: Only those of this project.
                  schema:
                    $ref: '#/components/schemas/ProjectID'
                - name: name
                  in: query
                  description: Only the one of this name; wants project.
                  schema:
                    type: string
                    minLength: 1
                    maxLength: 128
                    pattern: ^[^\x00-\x20\x7f-\xa0](?:[^\x00-\x1f\x7f-\x9f]*[^\x00-\x20\x7f-\xa0])?$
                    description: Name.
              responses:
                '200':
                  description: A page.
                  headers:
                    X-Request-Id:
                      $ref: '#/components/headers/X-Request-Id'
                    Link:
                      $ref: '#/components/headers/Link'
                  content:
                    application/json:
                      schema:
                        $ref: '#/components/schemas/IdentityPage'
                '400':
                  $ref: '#/components/responses/BadRequest'
                '401':
                  $ref: '#/components/responses/Unauthorized'
                '403':
                  $ref: '#/components/responses/Forbidden'
                '404':
                  $ref: '#/components/responses/NotFound'
                '429':
                  $ref: '#/components/responses/TooManyRequests'
                '500':
                  $ref: '#/components/responses/InternalError'
                '503':
                  $ref: '#/components/responses/Unavailable'
            post:
              operationId: createIdentity
              tags:
                - identities
              summary: Create an identity
              description: 'Repeat it safely with an Idempotency-Key. Permission: `identities:write`.'
              parameters:
                - $ref: '#/components/parameters/dry_run'
                - $ref: '#/components/parameters/Idempotency-Key'
              requestBody:
                description: An identity to create.
                required: true
                content:
                  application/json:
                    schema:
                      $ref: '#/components/schemas/IdentityCreate'
              responses:
                '200':
                  description: What it would do.
                  headers:
                    X-Request-Id:
                      $ref: '#/components/headers/X-Request-Id'
                  content:
                    application/json:
                      schema:
                        $ref: '#/components/schemas/DryRun'
                '201':
                  description: Created.
                  headers:
                    X-Request-Id:
                      $ref: '#/components/headers/X-Request-Id'
                    Location:
                      $ref: '#/components/headers/Location'
                    ETag:
                      $ref: '#/components/headers/ETag'
                    Idempotent-Replayed:
                      $ref: '#/components/headers/Idempotent-Replayed'
                  content:
                    application/json:
                      schema:
                        $ref: '#/components/schemas/Identity'
                '400':
                  $ref: '#/components/responses/BadRequest'
                '401':
                  $ref: '#/components/responses/Unauthorized'
                '403':
                  $ref: '#/components/responses/Forbidden'
                '404':
                  $ref: '#/components/responses/NotFound'
                '409':
                  $ref: '#/components/responses/Conflict'
                '413':
                  $ref: '#/components/responses/ContentTooLarge'
                '415':
                  $ref: '#/components/responses/UnsupportedMediaType'
                '422':
                  $ref: '#/components/responses/Unprocessable'
                '429':
                  $ref: '#/components/responses/TooManyRequests'
                '500':
                  $ref: '#/components/responses/InternalError'
                '503':
                  $ref: '#/components/responses/Unavailable'
                '507':
                  $ref: '#/components/responses/StorageFull'
          /v1/identities/{identity_id}:
            get:
              operationId: showIdentity
              tags:
                - identities
              summary: Show an identity
              description: 'As it is now. Permission: `identities:read`.'
              parameters:
                - $ref: '#/components/parameters/identity_id'
              responses:
                '200':
                  description: The object.
                  headers:
                    X-Request-Id:
                      $ref: '#/components/headers/X-Request-Id'
                    ETag:
                      $ref: '#/components/headers/ETag'
                  content:
                    application/json:
                      schema:
                        $ref: '#/components/schemas/Identity'
                '400':
                  $ref: '#/components/responses/BadRequest'
                '401':
                  $ref: '#/components/responses/Unauthorized'
                '403':
                  $ref: '#/components/responses/Forbidden'
                '404':
                  $ref: '#/components/responses/NotFound'
                '429':
                  $ref: '#/components/responses/TooManyRequests'
                '500':
                  $ref: '#/components/responses/InternalError'
                '503':
                  $ref: '#/components/responses/Unavailable'
            patch:
              operationId: updateIdentity
              tags:
                - identities
              summary: Update an identity
              description: 'JSON merge patch (RFC 7396): absent leaves, null removes. Permission: `identities:write`.'
              parameters:
                - $ref: '#/components/parameters/identity_id'
                - $ref: '#/components/parameters/dry_run'
                - $ref: '#/components/parameters/If-Match'
              requestBody:
                description: Changes to an identity (RFC 7396).
                required: true
                content:
                  application/merge-patch+json:
                    schema:
                      $ref: '#/components/schemas/IdentityPatch'
              responses:
                '200':
                  description: As it is now, or would be.
                  headers:
                    X-Request-Id:
                      $ref: '#/components/headers/X-Request-Id'
                    ETag:
                      $ref: '#/components/headers/ETag'
                  content:
                    application/json:
                      schema:
                        anyOf:
                          - $ref: '#/components/schemas/Identity'
                          - $ref: '#/components/schemas/DryRun'
                '400':
                  $ref: '#/components/responses/BadRequest'
                '401':
                  $ref: '#/components/responses/Unauthorized'
                '403':
                  $ref: '#/components/responses/Forbidden'
                '404':
                  $ref: '#/components/responses/NotFound'
                '409':
                  $ref: '#/components/responses/Conflict'
                '412':
                  $ref: '#/components/responses/PreconditionFailed'
                '413':
                  $ref: '#/components/responses/ContentTooLarge'
                '415':
                  $ref: '#/components/responses/UnsupportedMediaType'
                '422':
                  $ref: '#/components/responses/Unprocessable'
                '429':
                  $ref: '#/components/responses/TooManyRequests'
                '500':
                  $ref: '#/components/responses/InternalError'
                '503':
                  $ref: '#/components/responses/Unavailable'
                '507':
                  $ref: '#/components/responses/StorageFull'
          /v1/identities/{identity_id}:erase:
            post:
              operationId: eraseIdentity
              tags:
                - identities
              summary: Make what entries tell of an identity unreadable
              description: 'Erases the keys that audit details about the identity are sealed under; entries and proofs stay. Final. Permission: `identities:erase`.'
              parameters:
                - $ref: '#/components/parameters/identity_id'
                - $ref: '#/components/parameters/dry_run'
              responses:
                '200':
                  description: What was erased, or would be.
                  headers:
                    X-Request-Id:
                      $ref: '#/components/headers/X-Request-Id'
                  content:
                    application/json:
                      schema:
                        anyOf:
                          - $ref: '#/components/schemas/ErasedIdentity'
                          - $ref: '#/components/schemas/DryRun'
                '400':
                  $ref: '#/components/responses/BadRequest'
                '401':
                  $ref: '#/components/responses/Unauthorized'
                '403':
                  $ref: '#/components/responses/Forbidden'
                '404':
                  $ref: '#/components/responses/NotFound'
                '409':
                  $ref: '#/components/responses/Conflict'
                '413':
                  $ref: '#/components/responses/ContentTooLarge'
                '422':
                  $ref: '#/components/responses/Unprocessable'
                '429':
                  $ref: '#/components/responses/TooManyRequests'
                '500':
                  $ref: '#/components/responses/InternalError'
                '503':
                  $ref: '#/components/responses/Unavailable'
                '507':
                  $ref: '#/components/responses/StorageFull'
          /v1/identities/{identity_id}:sign-off:
            post:
              operationId: signOffKeyReview
              tags:
                - identities
              summary: Sign off the keys of an identity
              description: 'Writes into the audit log that all keys of the identity were looked through and are to stay as they are: how many there are, with how many something may be wrong, and the digest of the list. Permission: `keys:write`.'
              parameters:
                - $ref: '#/components/parameters/identity_id'
                - $ref: '#/components/parameters/dry_run'
              requestBody:
                description: What is to stand beside it.
                required: false
                content:
                  application/json:
                    schema:
                      $ref: '#/components/schemas/ReviewSignOffCreate'
              responses:
                '200':
                  description: What was signed off, or would be.
                  headers:
                    X-Request-Id:
                      $ref: '#/components/headers/X-Request-Id'
                  content:
                    application/json:
                      schema:
                        anyOf:
                          - $ref: '#/components/schemas/ReviewSignOff'
                          - $ref: '#/components/schemas/DryRun'
                '400':
                  $ref: '#/components/responses/BadRequest'
                '401':
                  $ref: '#/components/responses/Unauthorized'
                '403':
                  $ref: '#/components/responses/Forbidden'
                '404':
                  $ref: '#/components/responses/NotFound'
                '409':
                  $ref: '#/components/responses/Conflict'
                '413':
                  $ref: '#/components/responses/ContentTooLarge'
                '415':
                  $ref: '#/components/responses/UnsupportedMediaType'
                '422':
                  $ref: '#/components/responses/Unprocessable'
                '429':
                  $ref: '#/components/responses/TooManyRequests'
                '500':
                  $ref: '#/components/responses/InternalError'
                '503':
                  $ref: '#/components/responses/Unavailable'
                '507':
                  $ref: '#/components/responses/StorageFull'
          /v1/roles:
            get:
              operationId: listRoles
              tags:
                - roles
              summary: List roles
              description: 'In pages; follow next_cursor. Permission: `roles:read`.'
              parameters:
                - $ref: '#/components/parameters/limit'
                - $ref: '#/components/parameters/cursor'
                - name: project
                  in: query
                  description: Only those of this project.
                  schema:
                    $ref: '#/components/schemas/ProjectID'
                - name: name
                  in: query
                  description: Only the one of this name; wants project.
                  schema:
                    type: string
                    minLength: 1
                    maxLength: 63
                    pattern: ^[a-z0-9][a-z0-9-]{0,62}$
                    description: Name.
              responses:
                '200':
                  description: A page.
                  headers:
                    X-Request-Id:
                      $ref: '#/components/headers/X-Request-Id'
                    Link:
                      $ref: '#/components/headers/Link'
                  content:
                    application/json:
                      schema:
                        $ref: '#/components/schemas/RolePage'
                '400':
                  $ref: '#/components/responses/BadRequest'
                '401':
                  $ref: '#/components/responses/Unauthorized'
                '403':
                  $ref: '#/components/responses/Forbidden'
                '404':
                  $ref: '#/components/responses/NotFound'
                '429':
                  $ref: '#/components/responses/TooManyRequests'
                '500':
                  $ref: '#/components/responses/InternalError'
                '503':
                  $ref: '#/components/responses/Unavailable'
            post:
              operationId: createRole
              tags:
                - roles
              summary: Create a role
              description: 'Repeat it safely with an Idempotency-Key. Permission: `roles:write`.'
              parameters:
                - $ref: '#/components/parameters/dry_run'
                - $ref: '#/components/parameters/Idempotency-Key'
              requestBody:
                description: A role to create.
                required: true
                content:
                  application/json:
                    schema:
                      $ref: '#/components/schemas/RoleCreate'
              responses:
                '200':
                  description: What it would do.
                  headers:
                    X-Request-Id:
                      $ref: '#/components/headers/X-Request-Id'
                  content:
                    application/json:
                      schema:
                        $ref: '#/components/schemas/DryRun'
                '201':
                  description: Created.
                  headers:
                    X-Request-Id:
                      $ref: '#/components/headers/X-Request-Id'
                    Location:
                      $ref: '#/components/headers/Location'
                    ETag:
                      $ref: '#/components/headers/ETag'
                    Idempotent-Replayed:
                      $ref: '#/components/headers/Idempotent-Replayed'
                  content:
                    application/json:
                      schema:
                        $ref: '#/components/schemas/Role'
                '400':
                  $ref: '#/components/responses/BadRequest'
                '401':
                  $ref: '#/components/responses/Unauthorized'
                '403':
                  $ref: '#/components/responses/Forbidden'
                '404':
                  $ref: '#/components/responses/NotFound'
                '409':
                  $ref: '#/components/responses/Conflict'
                '413':
                  $ref: '#/components/responses/ContentTooLarge'
                '415':
                  $ref: '#/components/responses/UnsupportedMediaType'
                '422':
                  $ref: '#/components/responses/Unprocessable'
                '429':
                  $ref: '#/components/responses/TooManyRequests'
                '500':
                  $ref: '#/components/responses/InternalError'
                '503':
                  $ref: '#/components/responses/Unavailable'
                '507':
                  $ref: '#/components/responses/StorageFull'
          /v1/roles/{role_id}:
            get:
              operationId: showRole
              tags:
                - roles
              summary: Show a role
              description: 'As it is now. Permission: `roles:read`.'
              parameters:
                - $ref: '#/components/parameters/role_id'
              responses:
                '200':
                  description: The object.
                  headers:
                    X-Request-Id:
                      $ref: '#/components/headers/X-Request-Id'
                    ETag:
                      $ref: '#/components/headers/ETag'
                  content:
                    application/json:
                      schema:
                        $ref: '#/components/schemas/Role'
                '400':
                  $ref: '#/components/responses/BadRequest'
                '401':
                  $ref: '#/components/responses/Unauthorized'
                '403':
                  $ref: '#/components/responses/Forbidden'
                '404':
                  $ref: '#/components/responses/NotFound'
                '429':
                  $ref: '#/components/responses/TooManyRequests'
                '500':
                  $ref: '#/components/responses/InternalError'
                '503':
                  $ref: '#/components/responses/Unavailable'
            patch:
              operationId: updateRole
              tags:
                - roles
              summary: Update a role
              description: 'JSON merge patch (RFC 7396): absent leaves, null removes. Permission: `roles:write`.'
              parameters:
                - $ref: '#/components/parameters/role_id'
                - $ref: '#/components/parameters/dry_run'
                - $ref: '#/components/parameters/If-Match-Required'
              requestBody:
                description: Changes to a role (RFC 7396).
                required: true
                content:
                  application/merge-patch+json:
                    schema:
                      $ref: '#/components/schemas/RolePatch'
              responses:
                '200':
                  description: As it is now, or would be.
                  headers:
                    X-Request-Id:
                      $ref: '#/components/headers/X-Request-Id'
                    ETag:
                      $ref: '#/components/headers/ETag'
                  content:
                    application/json:
                      schema:
                        anyOf:
                          - $ref: '#/components/schemas/Role'
                          - $ref: '#/components/schemas/DryRun'
                '400':
                  $ref: '#/components/responses/BadRequest'
                '401':
                  $ref: '#/components/responses/Unauthorized'
                '403':
                  $ref: '#/components/responses/Forbidden'
                '404':
                  $ref: '#/components/responses/NotFound'
                '409':
                  $ref: '#/components/responses/Conflict'
                '412':
                  $ref: '#/components/responses/PreconditionFailed'
                '413':
                  $ref: '#/components/responses/ContentTooLarge'
                '415':
                  $ref: '#/components/responses/UnsupportedMediaType'
                '422':
                  $ref: '#/components/responses/Unprocessable'
                '428':
                  $ref: '#/components/responses/PreconditionRequired'
                '429':
                  $ref: '#/components/responses/TooManyRequests'
                '500':
                  $ref: '#/components/responses/InternalError'
                '503':
                  $ref: '#/components/responses/Unavailable'
                '507':
                  $ref: '#/components/responses/StorageFull'
          /v1/policies:
            get:
              operationId: listPolicies
              tags:
                - policies
              summary: List policies
              description: 'In pages; follow next_cursor. Permission: `policies:read`.'
              parameters:
                - $ref: '#/components/parameters/limit'
                - $ref: '#/components/parameters/cursor'
                - name: environment
                  in: query
                  description: Only those of this environment.
                  schema:
                    $ref: '#/components/schemas/EnvironmentID'
                - name: name
                  in: query
                  description: Only the one of this name; wants environment.
                  schema:
                    type: string
                    minLength: 1
                    maxLength: 63
                    pattern: ^[a-z0-9][a-z0-9-]{0,62}$
                    description: Name.
              responses:
                '200':
                  description: A page.
                  headers:
                    X-Request-Id:
                      $ref: '#/components/headers/X-Request-Id'
                    Link:
                      $ref: '#/components/headers/Link'
                  content:
                    application/json:
                      schema:
                        $ref: '#/components/schemas/PolicyPage'
                '400':
                  $ref: '#/components/responses/BadRequest'
                '401':
                  $ref: '#/components/responses/Unauthorized'
                '403':
                  $ref: '#/components/responses/Forbidden'
                '404':
                  $ref: '#/components/responses/NotFound'
                '429':
                  $ref: '#/components/responses/TooManyRequests'
                '500':
                  $ref: '#/components/responses/InternalError'
                '503':
                  $ref: '#/components/responses/Unavailable'
            post:
              operationId: createPolicy
              tags:
                - policies
              summary: Create a policy
              description: 'Repeat it safely with an Idempotency-Key. Permission: `policies:write`.'
              parameters:
                - $ref: '#/components/parameters/dry_run'
                - $ref: '#/components/parameters/Idempotency-Key'
              requestBody:
                description: A policy to create.
                required: true
                content:
                  application/json:
                    schema:
                      $ref: '#/components/schemas/PolicyCreate'
              responses:
                '200':
                  description: What it would do.
                  headers:
                    X-Request-Id:
                      $ref: '#/components/headers/X-Request-Id'
                  content:
                    application/json:
                      schema:
                        $ref: '#/components/schemas/DryRun'
                '201':
                  description: Created.
                  headers:
                    X-Request-Id:
                      $ref: '#/components/headers/X-Request-Id'
                    Location:
                      $ref: '#/components/headers/Location'
                    ETag:
                      $ref: '#/components/headers/ETag'
                    Idempotent-Replayed:
                      $ref: '#/components/headers/Idempotent-Replayed'
                  content:
                    application/json:
                      schema:
                        $ref: '#/components/schemas/Policy'
                '400':
                  $ref: '#/components/responses/BadRequest'
                '401':
                  $ref: '#/components/responses/Unauthorized'
                '403':
                  $ref: '#/components/responses/Forbidden'
                '404':
                  $ref: '#/components/responses/NotFound'
                '409':
                  $ref: '#/components/responses/Conflict'
                '413':
                  $ref: '#/components/responses/ContentTooLarge'
                '415':
                  $ref: '#/components/responses/UnsupportedMediaType'
                '422':
                  $ref: '#/components/responses/Unprocessable'
                '429':
                  $ref: '#/components/responses/TooManyRequests'
                '500':
                  $ref: '#/components/responses/InternalError'
                '503':
                  $ref: '#/components/responses/Unavailable'
                '507':
                  $ref: '#/components/responses/StorageFull'
          /v1/policies/{policy_id}:
            get:
              operationId: showPolicy
              tags:
                - policies
              summary: Show a policy
              description: 'As it is now. Permission: `policies:read`.'
              parameters:
                - $ref: '#/components/parameters/policy_id'
              responses:
                '200':
                  description: The object.
                  headers:
                    X-Request-Id:
                      $ref: '#/components/headers/X-Request-Id'
                    ETag:
                      $ref: '#/components/headers/ETag'
                  content:
                    application/json:
                      schema:
                        $ref: '#/components/schemas/Policy'
                '400':
                  $ref: '#/components/responses/BadRequest'
                '401':
                  $ref: '#/components/responses/Unauthorized'
                '403':
                  $ref: '#/components/responses/Forbidden'
                '404':
                  $ref: '#/components/responses/NotFound'
                '429':
                  $ref: '#/components/responses/TooManyRequests'
                '500':
                  $ref: '#/components/responses/InternalError'
                '503':
                  $ref: '#/components/responses/Unavailable'
            patch:
              operationId: updatePolicy
              tags:
                - policies
              summary: Update a policy
              description: 'JSON merge patch (RFC 7396): absent leaves, null removes. Permission: `policies:write`.'
              parameters:
                - $ref: '#/components/parameters/policy_id'
                - $ref: '#/components/parameters/dry_run'
                - $ref: '#/components/parameters/If-Match-Required'
              requestBody:
                description: Changes to a policy (RFC 7396).
                required: true
                content:
                  application/merge-patch+json:
                    schema:
                      $ref: '#/components/schemas/PolicyPatch'
              responses:
                '200':
                  description: As it is now, or would be.
                  headers:
                    X-Request-Id:
                      $ref: '#/components/headers/X-Request-Id'
                    ETag:
                      $ref: '#/components/headers/ETag'
                  content:
                    application/json:
                      schema:
                        anyOf:
                          - $ref: '#/components/schemas/Policy'
                          - $ref: '#/components/schemas/DryRun'
                '400':
                  $ref: '#/components/responses/BadRequest'
                '401':
                  $ref: '#/components/responses/Unauthorized'
                '403':
                  $ref: '#/components/responses/Forbidden'
                '404':
                  $ref: '#/components/responses/NotFound'
                '409':
                  $ref: '#/components/responses/Conflict'
                '412':
                  $ref: '#/components/responses/PreconditionFailed'
                '413':
                  $ref: '#/components/responses/ContentTooLarge'
                '415':
                  $ref: '#/components/responses/UnsupportedMediaType'
                '422':
                  $ref: '#/components/responses/Unprocessable'
                '428':
                  $ref: '#/components/responses/PreconditionRequired'
                '429':
                  $ref: '#/components/responses/TooManyRequests'
                '500':
                  $ref: '#/components/responses/InternalError'
                '503':
                  $ref: '#/components/responses/Unavailable'
                '507':
                  $ref: '#/components/responses/StorageFull'
          /v1/policies/{policy_id}:promote:
            post:
              operationId: promotePolicy
              tags:
                - policies
              summary: Promote a policy
              description: 'Takes it over into another environment of the project, in shadow unless said otherwise: as a new one, or into the one of the same name. Permission: `policies:write`.'
              parameters:
                - $ref: '#/components/parameters/policy_id'
                - $ref: '#/components/parameters/dry_run'
                - $ref: '#/components/parameters/If-Match'
              requestBody:
                description: Where it goes.
                required: true
                content:
                  application/json:
                    schema:
                      $ref: '#/components/schemas/PolicyPromotion'
              responses:
                '200':
                  description: As it is now, or would be.
                  headers:
                    X-Request-Id:
                      $ref: '#/components/headers/X-Request-Id'
                    ETag:
                      $ref: '#/components/headers/ETag'
                  content:
                    application/json:
                      schema:
                        anyOf:
                          - $ref: '#/components/schemas/Policy'
                          - $ref: '#/components/schemas/DryRun'
                '400':
                  $ref: '#/components/responses/BadRequest'
                '401':
                  $ref: '#/components/responses/Unauthorized'
                '403':
                  $ref: '#/components/responses/Forbidden'
                '404':
                  $ref: '#/components/responses/NotFound'
                '409':
                  $ref: '#/components/responses/Conflict'
                '412':
                  $ref: '#/components/responses/PreconditionFailed'
                '413':
                  $ref: '#/components/responses/ContentTooLarge'
                '415':
                  $ref: '#/components/responses/UnsupportedMediaType'
                '422':
                  $ref: '#/components/responses/Unprocessable'
                '429':
                  $ref: '#/components/responses/TooManyRequests'
                '500':
                  $ref: '#/components/responses/InternalError'
                '503':
                  $ref: '#/components/responses/Unavailable'
                '507':
                  $ref: '#/components/responses/StorageFull'
          /v1/policy-outcomes:
            get:
              operationId: reportPolicies
              tags:
                - policies
              summary: Report of policies and limits in shadow
              description: 'What policies and limits in shadow would have refused, and to whom, from the decision log. Permission: `policies:read`.'
              parameters:
                - name: policy
                  in: query
                  description: Only this policy.
                  schema:
                    $ref: '#/components/schemas/PolicyID'
                - name: since_seconds
                  in: query
                  description: How far back.
                  schema:
                    type: integer
                    format: int32
                    minimum: 1
                    maximum: 2678400
                    default: 86400
              responses:
                '200':
                  description: The report.
                  headers:
                    X-Request-Id:
                      $ref: '#/components/headers/X-Request-Id'
                  content:
                    application/json:
                      schema:
                        $ref: '#/components/schemas/PolicyReport'
                '400':
                  $ref: '#/components/responses/BadRequest'
                '401':
                  $ref: '#/components/responses/Unauthorized'
                '403':
                  $ref: '#/components/responses/Forbidden'
                '404':
                  $ref: '#/components/responses/NotFound'
                '429':
                  $ref: '#/components/responses/TooManyRequests'
                '500':
                  $ref: '#/components/responses/InternalError'
                '503':
                  $ref: '#/components/responses/Unavailable'
          /v1/operators:
            get:
              operationId: listOperators
              tags:
                - operators
              summary: List operators
              description: 'In pages; follow next_cursor. Permission: `operators:read`.'
              parameters:
                - $ref: '#/components/parameters/limit'
                - $ref: '#/components/parameters/cursor'
                - name: name
                  in: query
                  description: Only the one of this name.
                  schema:
                    type: string
                    minLength: 1
                    maxLength: 128
                    pattern: ^[^\x00-\x20\x7f-\xa0](?:[^\x00-\x1f\x7f-\x9f]*[^\x00-\x20\x7f-\xa0])?$
                    description: Name.
              responses:
                '200':
                  description: A page.
                  headers:
                    X-Request-Id:
                      $ref: '#/components/headers/X-Request-Id'
                    Link:
                      $ref: '#/components/headers/Link'
                  content:
                    application/json:
                      schema:
                        $ref: '#/components/schemas/OperatorPage'
                '400':
                  $ref: '#/components/responses/BadRequest'
                '401':
                  $ref: '#/components/responses/Unauthorized'
                '403':
                  $ref: '#/components/responses/Forbidden'
                '404':
                  $ref: '#/components/responses/NotFound'
                '429':
                  $ref: '#/components/responses/TooManyRequests'
                '500':
                  $ref: '#/components/responses/InternalError'
                '503':
                  $ref: '#/components/responses/Unavailable'
            post:
              operationId: createOperator
              tags:
                - operators
              summary: Create an operator
              description: 'Repeat it safely with an Idempotency-Key. Permission: `operators:write`.'
              parameters:
                - $ref: '#/components/parameters/dry_run'
                - $ref: '#/components/parameters/Idempotency-Key'
              requestBody:
                description: An operator to create.
                required: true
                content:
                  application/json:
                    schema:
                      $ref: '#/components/schemas/OperatorCreate'
              responses:
                '200':
                  description: What it would do.
                  headers:
                    X-Request-Id:
                      $ref: '#/components/headers/X-Request-Id'
                  content:
                    application/json:
                      schema:
                        $ref: '#/components/schemas/DryRun'
                '201':
                  description: Created.
                  headers:
                    X-Request-Id:
                      $ref: '#/components/headers/X-Request-Id'
                    Location:
                      $ref: '#/components/headers/Location'
                    ETag:
                      $ref: '#/components/headers/ETag'
                    Idempotent-Replayed:
                      $ref: '#/components/headers/Idempotent-Replayed'
                  content:
                    application/json:
                      schema:
                        $ref: '#/components/schemas/CreatedOperator'
                '400':
                  $ref: '#/components/responses/BadRequest'
                '401':
                  $ref: '#/components/responses/Unauthorized'
                '403':
                  $ref: '#/components/responses/Forbidden'
                '404':
                  $ref: '#/components/responses/NotFound'
                '409':
                  $ref: '#/components/responses/Conflict'
                '413':
                  $ref: '#/components/responses/ContentTooLarge'
                '415':
                  $ref: '#/components/responses/UnsupportedMediaType'
                '422':
                  $ref: '#/components/responses/Unprocessable'
                '429':
                  $ref: '#/components/responses/TooManyRequests'
                '500':
                  $ref: '#/components/responses/InternalError'
                '503':
                  $ref: '#/components/responses/Unavailable'
                '507':
                  $ref: '#/components/responses/StorageFull'
          /v1/operators/{operator_id}:
            get:
              operationId: showOperator
              tags:
                - operators
              summary: Show an operator
              description: 'As it is now. Permission: `operators:read`.'
              parameters:
                - $ref: '#/components/parameters/operator_id'
              responses:
                '200':
                  description: The object.
                  headers:
                    X-Request-Id:
                      $ref: '#/components/headers/X-Request-Id'
                    ETag:
                      $ref: '#/components/headers/ETag'
                  content:
                    application/json:
                      schema:
                        $ref: '#/components/schemas/Operator'
                '400':
                  $ref: '#/components/responses/BadRequest'
                '401':
                  $ref: '#/components/responses/Unauthorized'
                '403':
                  $ref: '#/components/responses/Forbidden'
                '404':
                  $ref: '#/components/responses/NotFound'
                '429':
                  $ref: '#/components/responses/TooManyRequests'
                '500':
                  $ref: '#/components/responses/InternalError'
                '503':
                  $ref: '#/components/responses/Unavailable'
            patch:
              operationId: updateOperator
              tags:
                - operators
              summary: Update an operator
              description: 'JSON merge patch (RFC 7396): absent leaves, null removes. Permission: `operators:write`.'
              parameters:
                - $ref: '#/components/parameters/operator_id'
                - $ref: '#/components/parameters/dry_run'
                - $ref: '#/components/parameters/If-Match'
              requestBody:
                description: Changes to an operator (RFC 7396).
                required: true
                content:
                  application/merge-patch+json:
                    schema:
                      $ref: '#/components/schemas/OperatorPatch'
              responses:
                '200':
                  description: As it is now, or would be.
                  headers:
                    X-Request-Id:
                      $ref: '#/components/headers/X-Request-Id'
                    ETag:
                      $ref: '#/components/headers/ETag'
                  content:
                    application/json:
                      schema:
                        anyOf:
                          - $ref: '#/components/schemas/Operator'
                          - $ref: '#/components/schemas/DryRun'
                '400':
                  $ref: '#/components/responses/BadRequest'
                '401':
                  $ref: '#/components/responses/Unauthorized'
                '403':
                  $ref: '#/components/responses/Forbidden'
                '404':
                  $ref: '#/components/responses/NotFound'
                '409':
                  $ref: '#/components/responses/Conflict'
                '412':
                  $ref: '#/components/responses/PreconditionFailed'
                '413':
                  $ref: '#/components/responses/ContentTooLarge'
                '415':
                  $ref: '#/components/responses/UnsupportedMediaType'
                '422':
                  $ref: '#/components/responses/Unprocessable'
                '429':
                  $ref: '#/components/responses/TooManyRequests'
                '500':
                  $ref: '#/components/responses/InternalError'
                '503':
                  $ref: '#/components/responses/Unavailable'
                '507':
                  $ref: '#/components/responses/StorageFull'
          /v1/operators/{operator_id}:revoke:
            post:
              operationId: revokeOperator
              tags:
                - operators
              summary: Revoke an operator
              description: 'Its key admits nobody from the answer on; final. Permission: `operators:write`.'
              parameters:
                - $ref: '#/components/parameters/operator_id'
                - $ref: '#/components/parameters/dry_run'
                - $ref: '#/components/parameters/If-Match'
              requestBody:
                description: Why it is done.
                required: false
                content:
                  application/json:
                    schema:
                      $ref: '#/components/schemas/Reason'
              responses:
                '200':
                  description: As it is now, or would be.
                  headers:
                    X-Request-Id:
                      $ref: '#/components/headers/X-Request-Id'
                    ETag:
                      $ref: '#/components/headers/ETag'
                  content:
                    application/json:
                      schema:
                        anyOf:
                          - $ref: '#/components/schemas/Operator'
                          - $ref: '#/components/schemas/DryRun'
                '400':
                  $ref: '#/components/responses/BadRequest'
                '401':
                  $ref: '#/components/responses/Unauthorized'
                '403':
                  $ref: '#/components/responses/Forbidden'
                '404':
                  $ref: '#/components/responses/NotFound'
                '409':
                  $ref: '#/components/responses/Conflict'
                '412':
                  $ref: '#/components/responses/PreconditionFailed'
                '413':
                  $ref: '#/components/responses/ContentTooLarge'
                '415':
                  $ref: '#/components/responses/UnsupportedMediaType'
                '422':
                  $ref: '#/components/responses/Unprocessable'
                '429':
                  $ref: '#/components/responses/TooManyRequests'
                '500':
                  $ref: '#/components/responses/InternalError'
                '503':
                  $ref: '#/components/responses/Unavailable'
                '507':
                  $ref: '#/components/responses/StorageFull'
          /v1/operators/{operator_id}:erase:
            post:
              operationId: eraseOperator
              tags:
                - operators
              summary: Make what entries tell of an operator unreadable
              description: 'Erases the keys that audit details about a revoked operator are sealed under; entries and proofs stay. Final. Permission: `operators:write`.'
              parameters:
                - $ref: '#/components/parameters/operator_id'
                - $ref: '#/components/parameters/dry_run'
              responses:
                '200':
                  description: What was erased, or would be.
                  headers:
                    X-Request-Id:
                      $ref: '#/components/headers/X-Request-Id'
                  content:
                    application/json:
                      schema:
                        anyOf:
                          - $ref: '#/components/schemas/ErasedOperator'
                          - $ref: '#/components/schemas/DryRun'
                '400':
                  $ref: '#/components/responses/BadRequest'
                '401':
                  $ref: '#/components/responses/Unauthorized'
                '403':
                  $ref: '#/components/responses/Forbidden'
                '404':
                  $ref: '#/components/responses/NotFound'
                '409':
                  $ref: '#/components/responses/Conflict'
                '413':
                  $ref: '#/components/responses/ContentTooLarge'
                '422':
                  $ref: '#/components/responses/Unprocessable'
                '429':
                  $ref: '#/components/responses/TooManyRequests'
                '500':
                  $ref: '#/components/responses/InternalError'
                '503':
                  $ref: '#/components/responses/Unavailable'
                '507':
                  $ref: '#/components/responses/StorageFull'
          /v1/keys:
            get:
              operationId: listKeys
              tags:
                - keys
              summary: List keys, newest first
              description: 'In pages; follow next_cursor. Permission: `keys:read`.'
              parameters:
                - $ref: '#/components/parameters/limit'
                - $ref: '#/components/parameters/cursor'
                - name: project
                  in: query
                  description: Only those of this project.
                  schema:
                    $ref: '#/components/schemas/ProjectID'
                - name: environment
                  in: query
                  description: Only those of this environment.
                  schema:
                    $ref: '#/components/schemas/EnvironmentID'
                - name: identity
                  in: query
                  description: Only those of this owner.
                  schema:
                    $ref: '#/components/schemas/IdentityID'
                - name: role
                  in: query
                  description: Only those with this role.
                  schema:
                    $ref: '#/components/schemas/RoleID'
                - name: state
                  in: query
                  description: 'Only those in one of these states, separated by commas; default: active, suspended, quarantined.'
                  style: form
                  explode: false
                  schema:
                    type: array
                    items:
                      type: string
                      enum:
                        - active
                        - suspended
                        - quarantined
                        - revoked
                        - expired
                    minItems: 1
                    maxItems: 5
                    uniqueItems: true
                - name: tag
                  in: query
                  description: Only those with this label.
                  schema:
                    type: string
                    minLength: 1
                    maxLength: 64
                    pattern: ^[A-Za-z0-9._:/@-]+$
                    description: Label.
                - name: permission
                  in: query
                  description: Only those with exactly this direct grant.
                  schema:
                    $ref: '#/components/schemas/PermissionPattern'
                - name: expires_before
                  in: query
                  description: Only those that expire before this moment.
                  schema:
                    type: string
                    format: date-time
                    maxLength: 40
                    description: Moment.
                - name: unused_since
                  in: query
                  description: Only those not used at or after this moment, never used ones included.
                  schema:
                    type: string
                    format: date-time
                    maxLength: 40
                    description: Moment.
                - name: created_after
                  in: query
                  description: Only those issued after this moment.
                  schema:
                    type: string
                    format: date-time
                    maxLength: 40
                    description: Moment.
                - name: origin
                  in: query
                  description: Only those that were issued here, or only those that were imported.
                  schema:
                    type: string
                    enum:
                      - issued
                      - imported
                    description: How a key came to be.
                - name: weak
                  in: query
                  description: Only imported ones whose token could be guessed and still admits. A page may then be short, and have a next_cursor.
                  schema:
                    type: boolean
                    default: false
                    description: Whether to narrow.
                - name: q
                  in: query
                  description: Part of the name, or start of the id.
                  schema:
                    type: string
                    minLength: 1
                    maxLength: 128
                    pattern: ^[^\x00-\x20\x7f-\xa0](?:[^\x00-\x1f\x7f-\x9f]*[^\x00-\x20\x7f-\xa0])?$
                    description: Text.
              responses:
                '200':
                  description: A page.
                  headers:
                    X-Request-Id:
                      $ref: '#/components/headers/X-Request-Id'
                    Link:
                      $ref: '#/components/headers/Link'
                  content:
                    application/json:
                      schema:
                        $ref: '#/components/schemas/KeyPage'
                '400':
                  $ref: '#/components/responses/BadRequest'
                '401':
                  $ref: '#/components/responses/Unauthorized'
                '403':
                  $ref: '#/components/responses/Forbidden'
                '404':
                  $ref: '#/components/responses/NotFound'
                '429':
                  $ref: '#/components/responses/TooManyRequests'
                '500':
                  $ref: '#/components/responses/InternalError'
                '503':
                  $ref: '#/components/responses/Unavailable'
            post:
              operationId: createKey
              tags:
                - keys
              summary: Issue a key
              description: 'Repeat it safely with an Idempotency-Key. Permission: `keys:write`.'
              parameters:
                - $ref: '#/components/parameters/dry_run'
                - $ref: '#/components/parameters/Idempotency-Key'
              requestBody:
                description: A key to issue.
                required: true
                content:
                  application/json:
                    schema:
                      $ref: '#/components/schemas/KeyCreate'
              responses:
                '200':
                  description: What it would do.
                  headers:
                    X-Request-Id:
                      $ref: '#/components/headers/X-Request-Id'
                  content:
                    application/json:
                      schema:
                        $ref: '#/components/schemas/DryRun'
                '201':
                  description: Created.
                  headers:
                    X-Request-Id:
                      $ref: '#/components/headers/X-Request-Id'
                    Location:
                      $ref: '#/components/headers/Location'
                    ETag:
                      $ref: '#/components/headers/ETag'
                    Idempotent-Replayed:
                      $ref: '#/components/headers/Idempotent-Replayed'
                  content:
                    application/json:
                      schema:
                        $ref: '#/components/schemas/CreatedKey'
                '400':
                  $ref: '#/components/responses/BadRequest'
                '401':
                  $ref: '#/components/responses/Unauthorized'
                '403':
                  $ref: '#/components/responses/Forbidden'
                '404':
                  $ref: '#/components/responses/NotFound'
                '409':
                  $ref: '#/components/responses/Conflict'
                '413':
                  $ref: '#/components/responses/ContentTooLarge'
                '415':
                  $ref: '#/components/responses/UnsupportedMediaType'
                '422':
                  $ref: '#/components/responses/Unprocessable'
                '429':
                  $ref: '#/components/responses/TooManyRequests'
                '500':
                  $ref: '#/components/responses/InternalError'
                '503':
                  $ref: '#/components/responses/Unavailable'
                '507':
                  $ref: '#/components/responses/StorageFull'
          /v1/keys/{key_id}:
            get:
              operationId: showKey
              tags:
                - keys
              summary: Show a key
              description: 'As it is now. Permission: `keys:read`.'
              parameters:
                - $ref: '#/components/parameters/key_id'
              responses:
                '200':
                  description: The object.
                  headers:
                    X-Request-Id:
                      $ref: '#/components/headers/X-Request-Id'
                    ETag:
                      $ref: '#/components/headers/ETag'
                  content:
                    application/json:
                      schema:
                        $ref: '#/components/schemas/Key'
                '400':
                  $ref: '#/components/responses/BadRequest'
                '401':
                  $ref: '#/components/responses/Unauthorized'
                '403':
                  $ref: '#/components/responses/Forbidden'
                '404':
                  $ref: '#/components/responses/NotFound'
                '429':
                  $ref: '#/components/responses/TooManyRequests'
                '500':
                  $ref: '#/components/responses/InternalError'
                '503':
                  $ref: '#/components/responses/Unavailable'
            patch:
              operationId: updateKey
              tags:
                - keys
              summary: Update a key
              description: 'JSON merge patch (RFC 7396): absent leaves, null removes. Permission: `keys:write`. A change of limits
                wants If-Match.'
              parameters:
                - $ref: '#/components/parameters/key_id'
                - $ref: '#/components/parameters/dry_run'
                - $ref: '#/components/parameters/If-Match'
              requestBody:
                description: Changes to a key (RFC 7396).
                required: true
                content:
                  application/merge-patch+json:
                    schema:
                      $ref: '#/components/schemas/KeyPatch'
              responses:
                '200':
                  description: As it is now, or would be.
                  headers:
                    X-Request-Id:
                      $ref: '#/components/headers/X-Request-Id'
                    ETag:
                      $ref: '#/components/headers/ETag'
                  content:
                    application/json:
                      schema:
                        anyOf:
                          - $ref: '#/components/schemas/Key'
                          - $ref: '#/components/schemas/DryRun'
                '400':
                  $ref: '#/components/responses/BadRequest'
                '401':
                  $ref: '#/components/responses/Unauthorized'
                '403':
                  $ref: '#/components/responses/Forbidden'
                '404':
                  $ref: '#/components/responses/NotFound'
                '409':
                  $ref: '#/components/responses/Conflict'
                '412':
                  $ref: '#/components/responses/PreconditionFailed'
                '413':
                  $ref: '#/components/responses/ContentTooLarge'
                '415':
                  $ref: '#/components/responses/UnsupportedMediaType'
                '422':
                  $ref: '#/components/responses/Unprocessable'
                '429':
                  $ref: '#/components/responses/TooManyRequests'
                '500':
                  $ref: '#/components/responses/InternalError'
                '503':
                  $ref: '#/components/responses/Unavailable'
                '507':
                  $ref: '#/components/responses/StorageFull'
                '428':
                  $ref: '#/components/responses/PreconditionRequired'
          /v1/keys/{key_id}:suspend:
            post:
              operationId: suspendKey
              tags:
                - keys
              summary: Suspend a key
              description: 'It admits nobody from the answer on, until it is resumed. Permission: `keys:write`.'
              parameters:
                - $ref: '#/components/parameters/key_id'
                - $ref: '#/components/parameters/dry_run'
                - $ref: '#/components/parameters/If-Match'
              requestBody:
                description: Why it is done.
                required: false
                content:
                  application/json:
                    schema:
                      $ref: '#/components/schemas/Reason'
              responses:
                '200':
                  description: As it is now, or would be.
                  headers:
                    X-Request-Id:
                      $ref: '#/components/headers/X-Request-Id'
                    ETag:
                      $ref: '#/components/headers/ETag'
                  content:
                    application/json:
                      schema:
                        anyOf:
                          - $ref: '#/components/schemas/Key'
                          - $ref: '#/components/schemas/DryRun'
                '400':
                  $ref: '#/components/responses/BadRequest'
                '401':
                  $ref: '#/components/responses/Unauthorized'
                '403':
                  $ref: '#/components/responses/Forbidden'
                '404':
                  $ref: '#/components/responses/NotFound'
                '409':
                  $ref: '#/components/responses/Conflict'
                '412':
                  $ref: '#/components/responses/PreconditionFailed'
                '413':
                  $ref: '#/components/responses/ContentTooLarge'
                '415':
                  $ref: '#/components/responses/UnsupportedMediaType'
                '422':
                  $ref: '#/components/responses/Unprocessable'
                '429':
                  $ref: '#/components/responses/TooManyRequests'
                '500':
                  $ref: '#/components/responses/InternalError'
                '503':
                  $ref: '#/components/responses/Unavailable'
                '507':
                  $ref: '#/components/responses/StorageFull'
          /v1/keys/{key_id}:resume:
            post:
              operationId: resumeKey
              tags:
                - keys
              summary: Resume a key
              description: 'It admits again. Permission: `keys:write`.'
              parameters:
                - $ref: '#/components/parameters/key_id'
                - $ref: '#/components/parameters/dry_run'
                - $ref: '#/components/parameters/If-Match'
              requestBody:
                description: Why it is done.
                required: false
                content:
                  application/json:
                    schema:
                      $ref: '#/components/schemas/Reason'
              responses:
                '200':
                  description: As it is now, or would be.
                  headers:
                    X-Request-Id:
                      $ref: '#/components/headers/X-Request-Id'
                    ETag:
                      $ref: '#/components/headers/ETag'
                  content:
                    application/json:
                      schema:
                        anyOf:
                          - $ref: '#/components/schemas/Key'
                          - $ref: '#/components/schemas/DryRun'
                '400':
                  $ref: '#/components/responses/BadRequest'
                '401':
                  $ref: '#/components/responses/Unauthorized'
                '403':
                  $ref: '#/components/responses/Forbidden'
                '404':
                  $ref: '#/components/responses/NotFound'
                '409':
                  $ref: '#/components/responses/Conflict'
                '412':
                  $ref: '#/components/responses/PreconditionFailed'
                '413':
                  $ref: '#/components/responses/ContentTooLarge'
                '415':
                  $ref: '#/components/responses/UnsupportedMediaType'
                '422':
                  $ref: '#/components/responses/Unprocessable'
                '429':
                  $ref: '#/components/responses/TooManyRequests'
                '500':
                  $ref: '#/components/responses/InternalError'
                '503':
                  $ref: '#/components/responses/Unavailable'
                '507':
                  $ref: '#/components/responses/StorageFull'
          /v1/keys/{key_id}:revoke:
            post:
              operationId: revokeKey
              tags:
                - keys
              summary: Revoke a key
              description: 'Final: at once, or after a grace period. Permission: `keys:write`.'
              parameters:
                - $ref: '#/components/parameters/key_id'
                - $ref: '#/components/parameters/dry_run'
                - $ref: '#/components/parameters/If-Match'
              requestBody:
                description: Why and when it ends.
                required: false
                content:
                  application/json:
                    schema:
                      $ref: '#/components/schemas/Revocation'
              responses:
                '200':
                  description: As it is now, or would be.
                  headers:
                    X-Request-Id:
                      $ref: '#/components/headers/X-Request-Id'
                    ETag:
                      $ref: '#/components/headers/ETag'
                  content:
                    application/json:
                      schema:
                        anyOf:
                          - $ref: '#/components/schemas/Key'
                          - $ref: '#/components/schemas/DryRun'
                '400':
                  $ref: '#/components/responses/BadRequest'
                '401':
                  $ref: '#/components/responses/Unauthorized'
                '403':
                  $ref: '#/components/responses/Forbidden'
                '404':
                  $ref: '#/components/responses/NotFound'
                '409':
                  $ref: '#/components/responses/Conflict'
                '412':
                  $ref: '#/components/responses/PreconditionFailed'
                '413':
                  $ref: '#/components/responses/ContentTooLarge'
                '415':
                  $ref: '#/components/responses/UnsupportedMediaType'
                '422':
                  $ref: '#/components/responses/Unprocessable'
                '429':
                  $ref: '#/components/responses/TooManyRequests'
                '500':
                  $ref: '#/components/responses/InternalError'
                '503':
                  $ref: '#/components/responses/Unavailable'
                '507':
                  $ref: '#/components/responses/StorageFull'
          /v1/keys/{key_id}/grants:
            post:
              operationId: grantAccess
              tags:
                - keys
              summary: Grant rights for a time
              description: 'They end by themselves. Permission: `keys:write`.'
              parameters:
                - $ref: '#/components/parameters/key_id'
                - $ref: '#/components/parameters/dry_run'
                - $ref: '#/components/parameters/If-Match'
              requestBody:
                description: What is granted.
                required: true
                content:
                  application/json:
                    schema:
                      $ref: '#/components/schemas/GrantCreate'
              responses:
                '200':
                  description: As it is now, or would be.
                  headers:
                    X-Request-Id:
                      $ref: '#/components/headers/X-Request-Id'
                    ETag:
                      $ref: '#/components/headers/ETag'
                  content:
                    application/json:
                      schema:
                        anyOf:
                          - $ref: '#/components/schemas/Key'
                          - $ref: '#/components/schemas/DryRun'
                '400':
                  $ref: '#/components/responses/BadRequest'
                '401':
                  $ref: '#/components/responses/Unauthorized'
                '403':
                  $ref: '#/components/responses/Forbidden'
                '404':
                  $ref: '#/components/responses/NotFound'
                '409':
                  $ref: '#/components/responses/Conflict'
                '412':
                  $ref: '#/components/responses/PreconditionFailed'
                '413':
                  $ref: '#/components/responses/ContentTooLarge'
                '415':
                  $ref: '#/components/responses/UnsupportedMediaType'
                '422':
                  $ref: '#/components/responses/Unprocessable'
                '429':
                  $ref: '#/components/responses/TooManyRequests'
                '500':
                  $ref: '#/components/responses/InternalError'
                '503':
                  $ref: '#/components/responses/Unavailable'
                '507':
                  $ref: '#/components/responses/StorageFull'
          /v1/keys/{key_id}/grants/{number}:end:
            post:
              operationId: endGrant
              tags:
                - keys
              summary: End rights before their time
              description: 'Effective with the answer. Permission: `keys:write`.'
              parameters:
                - $ref: '#/components/parameters/key_id'
                - $ref: '#/components/parameters/number'
                - $ref: '#/components/parameters/dry_run'
                - $ref: '#/components/parameters/If-Match'
              requestBody:
                description: Why.
                required: false
                content:
                  application/json:
                    schema:
                      $ref: '#/components/schemas/Reason'
              responses:
                '200':
                  description: As it is now, or would be.
                  headers:
                    X-Request-Id:
                      $ref: '#/components/headers/X-Request-Id'
                    ETag:
                      $ref: '#/components/headers/ETag'
                  content:
                    application/json:
                      schema:
                        anyOf:
                          - $ref: '#/components/schemas/Key'
                          - $ref: '#/components/schemas/DryRun'
                '400':
                  $ref: '#/components/responses/BadRequest'
                '401':
                  $ref: '#/components/responses/Unauthorized'
                '403':
                  $ref: '#/components/responses/Forbidden'
                '404':
                  $ref: '#/components/responses/NotFound'
                '409':
                  $ref: '#/components/responses/Conflict'
                '412':
                  $ref: '#/components/responses/PreconditionFailed'
                '413':
                  $ref: '#/components/responses/ContentTooLarge'
                '415':
                  $ref: '#/components/responses/UnsupportedMediaType'
                '422':
                  $ref: '#/components/responses/Unprocessable'
                '429':
                  $ref: '#/components/responses/TooManyRequests'
                '500':
                  $ref: '#/components/responses/InternalError'
                '503':
                  $ref: '#/components/responses/Unavailable'
                '507':
                  $ref: '#/components/responses/StorageFull'
          /v1/keys/{key_id}:withdraw:
            post:
              operationId: withdrawAccess
              tags:
                - keys
              summary: Withdraw permissions or routes
              description: 'Takes a part of what the key may do, at once, and leaves all else as it is. Permission: `keys:write`.'
              parameters:
                - $ref: '#/components/parameters/key_id'
                - $ref: '#/components/parameters/dry_run'
                - $ref: '#/components/parameters/If-Match'
              requestBody:
                description: What is taken.
                required: true
                content:
                  application/json:
                    schema:
                      $ref: '#/components/schemas/Withdrawal'
              responses:
                '200':
                  description: As it is now, or would be.
                  headers:
                    X-Request-Id:
                      $ref: '#/components/headers/X-Request-Id'
                    ETag:
                      $ref: '#/components/headers/ETag'
                  content:
                    application/json:
                      schema:
                        anyOf:
                          - $ref: '#/components/schemas/Key'
                          - $ref: '#/components/schemas/DryRun'
                '400':
                  $ref: '#/components/responses/BadRequest'
                '401':
                  $ref: '#/components/responses/Unauthorized'
                '403':
                  $ref: '#/components/responses/Forbidden'
                '404':
                  $ref: '#/components/responses/NotFound'
                '409':
                  $ref: '#/components/responses/Conflict'
                '412':
                  $ref: '#/components/responses/PreconditionFailed'
                '413':
                  $ref: '#/components/responses/ContentTooLarge'
                '415':
                  $ref: '#/components/responses/UnsupportedMediaType'
                '422':
                  $ref: '#/components/responses/Unprocessable'
                '429':
                  $ref: '#/components/responses/TooManyRequests'
                '500':
                  $ref: '#/components/responses/InternalError'
                '503':
                  $ref: '#/components/responses/Unavailable'
                '507':
                  $ref: '#/components/responses/StorageFull'
          /v1/keys:bulkUpdate:
            post:
              operationId: bulkUpdateKeys
              tags:
                - keys
              summary: Change the rights of many keys
              description: 'One outcome for each key; all of them or none. Permission: `keys:write`.'
              parameters:
                - $ref: '#/components/parameters/dry_run'
              requestBody:
                description: Which keys, and what changes. At least one of project, environment, owner and tag; all given must match.
                required: true
                content:
                  application/json:
                    schema:
                      $ref: '#/components/schemas/BulkUpdate'
              responses:
                '200':
                  description: What became of each.
                  headers:
                    X-Request-Id:
                      $ref: '#/components/headers/X-Request-Id'
                  content:
                    application/json:
                      schema:
                        $ref: '#/components/schemas/BulkOutcome'
                '400':
                  $ref: '#/components/responses/BadRequest'
                '401':
                  $ref: '#/components/responses/Unauthorized'
                '403':
                  $ref: '#/components/responses/Forbidden'
                '404':
                  $ref: '#/components/responses/NotFound'
                '413':
                  $ref: '#/components/responses/ContentTooLarge'
                '415':
                  $ref: '#/components/responses/UnsupportedMediaType'
                '422':
                  $ref: '#/components/responses/Unprocessable'
                '429':
                  $ref: '#/components/responses/TooManyRequests'
                '500':
                  $ref: '#/components/responses/InternalError'
                '503':
                  $ref: '#/components/responses/Unavailable'
                '507':
                  $ref: '#/components/responses/StorageFull'
          /v1/keys:bulkRevoke:
            post:
              operationId: bulkRevokeKeys
              tags:
                - keys
              summary: Revoke many keys
              description: 'One outcome for each key, never a silent subset. Permission: `keys:write`.'
              parameters:
                - $ref: '#/components/parameters/dry_run'
              requestBody:
                description: Which keys, and why. At least one of project, environment, owner and tag; all given must match.
                required: true
                content:
                  application/json:
                    schema:
                      $ref: '#/components/schemas/BulkRevocation'
              responses:
                '200':
                  description: What became of each.
                  headers:
                    X-Request-Id:
                      $ref: '#/components/headers/X-Request-Id'
                  content:
                    application/json:
                      schema:
                        $ref: '#/components/schemas/BulkOutcome'
                '400':
                  $ref: '#/components/responses/BadRequest'
                '401':
                  $ref: '#/components/responses/Unauthorized'
                '403':
                  $ref: '#/components/responses/Forbidden'
                '404':
                  $ref: '#/components/responses/NotFound'
                '413':
                  $ref: '#/components/responses/ContentTooLarge'
                '415':
                  $ref: '#/components/responses/UnsupportedMediaType'
                '422':
                  $ref: '#/components/responses/Unprocessable'
                '429':
                  $ref: '#/components/responses/TooManyRequests'
                '500':
                  $ref: '#/components/responses/InternalError'
                '503':
                  $ref: '#/components/responses/Unavailable'
                '507':
                  $ref: '#/components/responses/StorageFull'
          /v1/keys:import:
            post:
              operationId: importKeys
              tags:
                - keys
              summary: Import keys of another system
              description: 'Their tokens go on working. One outcome for each key; what was imported before stays as it is, so an
                import can be repeated. The environment must admit foreign tokens. Permission: `keys:write`.'
              parameters:
                - $ref: '#/components/parameters/dry_run'
              requestBody:
                description: Keys, and what holds for all of them.
                required: true
                content:
                  application/json:
                    schema:
                      $ref: '#/components/schemas/KeyImport'
              responses:
                '200':
                  description: What became of each.
                  headers:
                    X-Request-Id:
                      $ref: '#/components/headers/X-Request-Id'
                  content:
                    application/json:
                      schema:
                        $ref: '#/components/schemas/ImportOutcome'
                '400':
                  $ref: '#/components/responses/BadRequest'
                '401':
                  $ref: '#/components/responses/Unauthorized'
                '403':
                  $ref: '#/components/responses/Forbidden'
                '404':
                  $ref: '#/components/responses/NotFound'
                '409':
                  $ref: '#/components/responses/Conflict'
                '413':
                  $ref: '#/components/responses/ContentTooLarge'
                '415':
                  $ref: '#/components/responses/UnsupportedMediaType'
                '422':
                  $ref: '#/components/responses/Unprocessable'
                '429':
                  $ref: '#/components/responses/TooManyRequests'
                '500':
                  $ref: '#/components/responses/InternalError'
                '503':
                  $ref: '#/components/responses/Unavailable'
                '507':
                  $ref: '#/components/responses/StorageFull'
          /v1/keys/{key_id}/versions/{number}:revoke:
            post:
              operationId: revokeKeyVersion
              tags:
                - keys
              summary: Revoke one version of a key
              description: 'The key goes on with its other versions. Permission: `keys:write`.'
              parameters:
                - $ref: '#/components/parameters/key_id'
                - $ref: '#/components/parameters/number'
                - $ref: '#/components/parameters/dry_run'
                - $ref: '#/components/parameters/If-Match'
              requestBody:
                description: Why and when it ends.
                required: false
                content:
                  application/json:
                    schema:
                      $ref: '#/components/schemas/Revocation'
              responses:
                '200':
                  description: As it is now, or would be.
                  headers:
                    X-Request-Id:
                      $ref: '#/components/headers/X-Request-Id'
                    ETag:
                      $ref: '#/components/headers/ETag'
                  content:
                    application/json:
                      schema:
                        anyOf:
                          - $ref: '#/components/schemas/Key'
                          - $ref: '#/components/schemas/DryRun'
                '400':
                  $ref: '#/components/responses/BadRequest'
                '401':
                  $ref: '#/components/responses/Unauthorized'
                '403':
                  $ref: '#/components/responses/Forbidden'
                '404':
                  $ref: '#/components/responses/NotFound'
                '409':
                  $ref: '#/components/responses/Conflict'
                '412':
                  $ref: '#/components/responses/PreconditionFailed'
                '413':
                  $ref: '#/components/responses/ContentTooLarge'
                '415':
                  $ref: '#/components/responses/UnsupportedMediaType'
                '422':
                  $ref: '#/components/responses/Unprocessable'
                '429':
                  $ref: '#/components/responses/TooManyRequests'
                '500':
                  $ref: '#/components/responses/InternalError'
                '503':
                  $ref: '#/components/responses/Unavailable'
                '507':
                  $ref: '#/components/responses/StorageFull'
          /v1/keys/{key_id}/rotations:
            get:
              operationId: listRotations
              tags:
                - rotations
              summary: List the rotations of a key
              description: 'In pages; follow next_cursor. Permission: `keys:read`.'
              parameters:
                - $ref: '#/components/parameters/key_id'
                - $ref: '#/components/parameters/limit'
                - $ref: '#/components/parameters/cursor'
              responses:
                '200':
                  description: A page.
                  headers:
                    X-Request-Id:
                      $ref: '#/components/headers/X-Request-Id'
                    Link:
                      $ref: '#/components/headers/Link'
                  content:
                    application/json:
                      schema:
                        $ref: '#/components/schemas/RotationPage'
                '400':
                  $ref: '#/components/responses/BadRequest'
                '401':
                  $ref: '#/components/responses/Unauthorized'
                '403':
                  $ref: '#/components/responses/Forbidden'
                '404':
                  $ref: '#/components/responses/NotFound'
                '429':
                  $ref: '#/components/responses/TooManyRequests'
                '500':
                  $ref: '#/components/responses/InternalError'
                '503':
                  $ref: '#/components/responses/Unavailable'
            post:
              operationId: createRotation
              tags:
                - rotations
              summary: Rotate a key
              description: 'Repeat it safely with an Idempotency-Key. Permission: `keys:write`.'
              parameters:
                - $ref: '#/components/parameters/key_id'
                - $ref: '#/components/parameters/dry_run'
                - $ref: '#/components/parameters/Idempotency-Key'
                - $ref: '#/components/parameters/If-Match'
              requestBody:
                description: How to rotate.
                required: false
                content:
                  application/json:
                    schema:
                      $ref: '#/components/schemas/RotationCreate'
              responses:
                '200':
                  description: What it would do.
                  headers:
                    X-Request-Id:
                      $ref: '#/components/headers/X-Request-Id'
                  content:
                    application/json:
                      schema:
                        $ref: '#/components/schemas/DryRun'
                '201':
                  description: Created.
                  headers:
                    X-Request-Id:
                      $ref: '#/components/headers/X-Request-Id'
                    Location:
                      $ref: '#/components/headers/Location'
                    ETag:
                      $ref: '#/components/headers/ETag'
                    Idempotent-Replayed:
                      $ref: '#/components/headers/Idempotent-Replayed'
                  content:
                    application/json:
                      schema:
                        $ref: '#/components/schemas/CreatedRotation'
                '400':
                  $ref: '#/components/responses/BadRequest'
                '401':
                  $ref: '#/components/responses/Unauthorized'
                '403':
                  $ref: '#/components/responses/Forbidden'
                '404':
                  $ref: '#/components/responses/NotFound'
                '409':
                  $ref: '#/components/responses/Conflict'
                '412':
                  $ref: '#/components/responses/PreconditionFailed'
                '413':
                  $ref: '#/components/responses/ContentTooLarge'
                '415':
                  $ref: '#/components/responses/UnsupportedMediaType'
                '422':
                  $ref: '#/components/responses/Unprocessable'
                '429':
                  $ref: '#/components/responses/TooManyRequests'
                '500':
                  $ref: '#/components/responses/InternalError'
                '503':
                  $ref: '#/components/responses/Unavailable'
                '507':
                  $ref: '#/components/responses/StorageFull'
          /v1/keys/{key_id}/rotations/{rotation_id}:
            get:
              operationId: showRotation
              tags:
                - rotations
              summary: Show a rotation
              description: 'As it is now. Permission: `keys:read`.'
              parameters:
                - $ref: '#/components/parameters/key_id'
                - $ref: '#/components/parameters/rotation_id'
              responses:
                '200':
                  description: The object.
                  headers:
                    X-Request-Id:
                      $ref: '#/components/headers/X-Request-Id'
                    ETag:
                      $ref: '#/components/headers/ETag'
                  content:
                    application/json:
                      schema:
                        $ref: '#/components/schemas/Rotation'
                '400':
                  $ref: '#/components/responses/BadRequest'
                '401':
                  $ref: '#/components/responses/Unauthorized'
                '403':
                  $ref: '#/components/responses/Forbidden'
                '404':
                  $ref: '#/components/responses/NotFound'
                '429':
                  $ref: '#/components/responses/TooManyRequests'
                '500':
                  $ref: '#/components/responses/InternalError'
                '503':
                  $ref: '#/components/responses/Unavailable'
          /v1/keys/{key_id}/rotations/{rotation_id}:cancel:
            post:
              operationId: cancelRotation
              tags:
                - rotations
              summary: Cancel a rotation
              description: 'Only while nobody has used the new version. Permission: `keys:write`.'
              parameters:
                - $ref: '#/components/parameters/key_id'
                - $ref: '#/components/parameters/rotation_id'
                - $ref: '#/components/parameters/dry_run'
                - $ref: '#/components/parameters/If-Match'
              requestBody:
                description: Why it is done.
                required: false
                content:
                  application/json:
                    schema:
                      $ref: '#/components/schemas/Reason'
              responses:
                '200':
                  description: As it is now, or would be.
                  headers:
                    X-Request-Id:
                      $ref: '#/components/headers/X-Request-Id'
                    ETag:
                      $ref: '#/components/headers/ETag'
                  content:
                    application/json:
                      schema:
                        anyOf:
                          - $ref: '#/components/schemas/Rotation'
                          - $ref: '#/components/schemas/DryRun'
                '400':
                  $ref: '#/components/responses/BadRequest'
                '401':
                  $ref: '#/components/responses/Unauthorized'
                '403':
                  $ref: '#/components/responses/Forbidden'
                '404':
                  $ref: '#/components/responses/NotFound'
                '409':
                  $ref: '#/components/responses/Conflict'
                '412':
                  $ref: '#/components/responses/PreconditionFailed'
                '413':
                  $ref: '#/components/responses/ContentTooLarge'
                '415':
                  $ref: '#/components/responses/UnsupportedMediaType'
                '422':
                  $ref: '#/components/responses/Unprocessable'
                '429':
                  $ref: '#/components/responses/TooManyRequests'
                '500':
                  $ref: '#/components/responses/InternalError'
                '503':
                  $ref: '#/components/responses/Unavailable'
                '507':
                  $ref: '#/components/responses/StorageFull'
          /v1/audit/records:
            get:
              operationId: readAuditRecords
              tags:
                - audit
              summary: Read the audit log in the format of another system, oldest first
              description: |-
                One record a line, each with its sequence number, from `since` on. Gatehouse-Next-Sequence is the number to go on
                with; an answer without a line is the end for now. Permission: `audit:read`; with `details`, the level admin.
              parameters:
                - $ref: '#/components/parameters/limit'
                - name: format
                  in: query
                  description: The format of a line; jsonl when it is left out.
                  schema:
                    type: string
                    description: Format.
                    enum:
                      - ocsf
                      - ecs
                      - cef
                      - syslog
                      - jsonl
                - name: since
                  in: query
                  description: The sequence number of the first record; 0 when it is left out.
                  schema:
                    type: integer
                    format: int64
                    minimum: 0
                    maximum: 9007199254740991
                    description: Sequence number.
                - name: details
                  in: query
                  description: Whether what entries tell of persons goes along.
                  schema:
                    type: boolean
                    description: Whether details go along.
              responses:
                '200':
                  description: Records, a line each.
                  headers:
                    X-Request-Id:
                      $ref: '#/components/headers/X-Request-Id'
                    Gatehouse-Next-Sequence:
                      $ref: '#/components/headers/Gatehouse-Next-Sequence'
                  content:
                    application/x-ndjson:
                      schema:
                        type: string
                        maxLength: 16777216
                        pattern: ^[^\x00]*$
                        description: Records in a format of JSON.
                    text/plain:
                      schema:
                        type: string
                        maxLength: 16777216
                        pattern: ^[^\x00]*$
                        description: Records in CEF or syslog.
                '400':
                  $ref: '#/components/responses/BadRequest'
                '401':
                  $ref: '#/components/responses/Unauthorized'
                '403':
                  $ref: '#/components/responses/Forbidden'
                '429':
                  $ref: '#/components/responses/TooManyRequests'
                '500':
                  $ref: '#/components/responses/InternalError'
                '503':
                  $ref: '#/components/responses/Unavailable'
          /v1/sys/rotations:
            get:
              operationId: listKeyReplacements
              tags:
                - sys
              summary: List the rotations of keys that stored things lie under
              description: 'Newest first. In pages; follow next_cursor. Permission: `rotations:read`.'
              parameters:
                - $ref: '#/components/parameters/limit'
                - $ref: '#/components/parameters/cursor'
              responses:
                '200':
                  description: A page.
                  headers:
                    X-Request-Id:
                      $ref: '#/components/headers/X-Request-Id'
                    Link:
                      $ref: '#/components/headers/Link'
                  content:
                    application/json:
                      schema:
                        $ref: '#/components/schemas/KeyReplacementPage'
                '400':
                  $ref: '#/components/responses/BadRequest'
                '401':
                  $ref: '#/components/responses/Unauthorized'
                '403':
                  $ref: '#/components/responses/Forbidden'
                '429':
                  $ref: '#/components/responses/TooManyRequests'
                '500':
                  $ref: '#/components/responses/InternalError'
                '503':
                  $ref: '#/components/responses/Unavailable'
            post:
              operationId: startKeyReplacement
              tags:
                - sys
              summary: Begin to replace a key that stored things lie under
              description: 'The server goes on by itself, also after a restart. Permission: `rotations:write`.'
              parameters:
                - $ref: '#/components/parameters/dry_run'
                - $ref: '#/components/parameters/Idempotency-Key'
              requestBody:
                description: Which key.
                required: true
                content:
                  application/json:
                    schema:
                      $ref: '#/components/schemas/KeyReplacementCreate'
              responses:
                '200':
                  description: What it would do.
                  headers:
                    X-Request-Id:
                      $ref: '#/components/headers/X-Request-Id'
                  content:
                    application/json:
                      schema:
                        $ref: '#/components/schemas/DryRun'
                '201':
                  description: Created.
                  headers:
                    X-Request-Id:
                      $ref: '#/components/headers/X-Request-Id'
                    Idempotent-Replayed:
                      $ref: '#/components/headers/Idempotent-Replayed'
                    Location:
                      $ref: '#/components/headers/Location'
                  content:
                    application/json:
                      schema:
                        $ref: '#/components/schemas/KeyReplacement'
                '400':
                  $ref: '#/components/responses/BadRequest'
                '401':
                  $ref: '#/components/responses/Unauthorized'
                '403':
                  $ref: '#/components/responses/Forbidden'
                '404':
                  $ref: '#/components/responses/NotFound'
                '409':
                  $ref: '#/components/responses/Conflict'
                '413':
                  $ref: '#/components/responses/ContentTooLarge'
                '415':
                  $ref: '#/components/responses/UnsupportedMediaType'
                '422':
                  $ref: '#/components/responses/Unprocessable'
                '429':
                  $ref: '#/components/responses/TooManyRequests'
                '500':
                  $ref: '#/components/responses/InternalError'
                '503':
                  $ref: '#/components/responses/Unavailable'
                '507':
                  $ref: '#/components/responses/StorageFull'
          /v1/sys/rotations/{rekeying_id}:
            get:
              operationId: showKeyReplacement
              tags:
                - sys
              summary: Show how far a rotation is
              description: 'As it is now. Permission: `rotations:read`.'
              parameters:
                - $ref: '#/components/parameters/rekeying_id'
              responses:
                '200':
                  description: The object.
                  headers:
                    X-Request-Id:
                      $ref: '#/components/headers/X-Request-Id'
                  content:
                    application/json:
                      schema:
                        $ref: '#/components/schemas/KeyReplacement'
                '400':
                  $ref: '#/components/responses/BadRequest'
                '401':
                  $ref: '#/components/responses/Unauthorized'
                '403':
                  $ref: '#/components/responses/Forbidden'
                '404':
                  $ref: '#/components/responses/NotFound'
                '429':
                  $ref: '#/components/responses/TooManyRequests'
                '500':
                  $ref: '#/components/responses/InternalError'
                '503':
                  $ref: '#/components/responses/Unavailable'
          /v1/sys/rotations/{rekeying_id}:resume:
            post:
              operationId: resumeKeyReplacement
              tags:
                - sys
              summary: Go on with a rotation at once
              description: 'The server does so by itself every ten seconds. Permission: `rotations:write`.'
              parameters:
                - $ref: '#/components/parameters/rekeying_id'
              requestBody:
                description: Nothing.
                required: false
                content:
                  application/json:
                    schema:
                      $ref: '#/components/schemas/Nothing'
              responses:
                '200':
                  description: As it is now.
                  headers:
                    X-Request-Id:
                      $ref: '#/components/headers/X-Request-Id'
                  content:
                    application/json:
                      schema:
                        $ref: '#/components/schemas/KeyReplacement'
                '400':
                  $ref: '#/components/responses/BadRequest'
                '401':
                  $ref: '#/components/responses/Unauthorized'
                '403':
                  $ref: '#/components/responses/Forbidden'
                '404':
                  $ref: '#/components/responses/NotFound'
                '409':
                  $ref: '#/components/responses/Conflict'
                '413':
                  $ref: '#/components/responses/ContentTooLarge'
                '415':
                  $ref: '#/components/responses/UnsupportedMediaType'
                '422':
                  $ref: '#/components/responses/Unprocessable'
                '429':
                  $ref: '#/components/responses/TooManyRequests'
                '500':
                  $ref: '#/components/responses/InternalError'
                '503':
                  $ref: '#/components/responses/Unavailable'
                '507':
                  $ref: '#/components/responses/StorageFull'
          /v1/sys/rotations/{rekeying_id}:leaked:
            post:
              operationId: markPepperLeaked
              tags:
                - sys
              summary: Say that a pepper which is being replaced has leaked
              description: 'What it tells is put under the new pepper at once, also what nobody presents. Said again, it changes nothing. When the pepper that was to come has leaked as well, another one comes. Where there is no room for one, that it has leaked is written down all the same, and the answer is a 422 that says what helps. Permission: `rotations:write`.'
              parameters:
                - $ref: '#/components/parameters/rekeying_id'
                - $ref: '#/components/parameters/dry_run'
              requestBody:
                description: Which pepper.
                required: false
                content:
                  application/json:
                    schema:
                      $ref: '#/components/schemas/LeakedPepper'
              responses:
                '200':
                  description: As it is now, or would be.
                  headers:
                    X-Request-Id:
                      $ref: '#/components/headers/X-Request-Id'
                  content:
                    application/json:
                      schema:
                        anyOf:
                          - $ref: '#/components/schemas/KeyReplacement'
                          - $ref: '#/components/schemas/DryRun'
                '400':
                  $ref: '#/components/responses/BadRequest'
                '401':
                  $ref: '#/components/responses/Unauthorized'
                '403':
                  $ref: '#/components/responses/Forbidden'
                '404':
                  $ref: '#/components/responses/NotFound'
                '409':
                  $ref: '#/components/responses/Conflict'
                '413':
                  $ref: '#/components/responses/ContentTooLarge'
                '415':
                  $ref: '#/components/responses/UnsupportedMediaType'
                '422':
                  $ref: '#/components/responses/Unprocessable'
                '429':
                  $ref: '#/components/responses/TooManyRequests'
                '500':
                  $ref: '#/components/responses/InternalError'
                '503':
                  $ref: '#/components/responses/Unavailable'
                '507':
                  $ref: '#/components/responses/StorageFull'
          /v1/sys/slots:rekey:
            post:
              operationId: replaceRootKey
              tags:
                - sys
              summary: Draw another root key and put it into every slot
              description: 'What lies under the root key is sealed anew in the same transaction. Every slot must open: with the key file or the credential of the configuration, or with a passphrase of the body, one a line. Over the Unix socket only.'
              parameters:
                - $ref: '#/components/parameters/dry_run'
              requestBody:
                description: Passphrases of the slots that take one.
                required: false
                content:
                  application/octet-stream:
                    schema:
                      $ref: '#/components/schemas/Passphrases'
              responses:
                '200':
                  description: What was done, or would be.
                  headers:
                    X-Request-Id:
                      $ref: '#/components/headers/X-Request-Id'
                  content:
                    application/json:
                      schema:
                        anyOf:
                          - $ref: '#/components/schemas/KeyReplacement'
                          - $ref: '#/components/schemas/DryRun'
                '400':
                  $ref: '#/components/responses/BadRequest'
                '401':
                  $ref: '#/components/responses/Unauthorized'
                '403':
                  $ref: '#/components/responses/Forbidden'
                '409':
                  $ref: '#/components/responses/Conflict'
                '413':
                  $ref: '#/components/responses/ContentTooLarge'
                '422':
                  $ref: '#/components/responses/Unprocessable'
                '429':
                  $ref: '#/components/responses/TooManyRequests'
                '500':
                  $ref: '#/components/responses/InternalError'
                '503':
                  $ref: '#/components/responses/Unavailable'
                '507':
                  $ref: '#/components/responses/StorageFull'
          /v1/sys/rotations/{rekeying_id}/keys:
            get:
              operationId: listKeysUnderOldPepper
              tags:
                - sys
              summary: List the keys that keep the rotation of a pepper from its end
              description: 'Nobody has presented them since it began. In pages; follow next_cursor. Permission: `keys:read`.'
              parameters:
                - $ref: '#/components/parameters/rekeying_id'
                - name: nested
                  in: query
                  description: Only keys in the nested form, or only those that the old pepper alone tells.
                  required: false
                  schema:
                    type: string
                    enum:
                      - 'true'
                      - 'false'
                - $ref: '#/components/parameters/limit'
                - $ref: '#/components/parameters/cursor'
              responses:
                '200':
                  description: A page.
                  headers:
                    X-Request-Id:
                      $ref: '#/components/headers/X-Request-Id'
                    Link:
                      $ref: '#/components/headers/Link'
                  content:
                    application/json:
                      schema:
                        $ref: '#/components/schemas/KeyPage'
                '400':
                  $ref: '#/components/responses/BadRequest'
                '401':
                  $ref: '#/components/responses/Unauthorized'
                '403':
                  $ref: '#/components/responses/Forbidden'
                '404':
                  $ref: '#/components/responses/NotFound'
                '429':
                  $ref: '#/components/responses/TooManyRequests'
                '500':
                  $ref: '#/components/responses/InternalError'
                '503':
                  $ref: '#/components/responses/Unavailable'
          /v1/review-owners:
            get:
              operationId: listReviewOwners
              tags:
                - identities
              summary: Say whose review of keys is due
              description: 'Owners by id, with the newest sign-off of their keys. In pages; follow next_cursor. Permission: `keys:read`.'
              parameters:
                - $ref: '#/components/parameters/limit'
                - $ref: '#/components/parameters/cursor'
                - name: project
                  in: query
                  description: Only those of this project.
                  schema:
                    $ref: '#/components/schemas/ProjectID'
                - name: every_days
                  in: query
                  description: Days from one review to the next.
                  schema:
                    type: integer
                    format: int32
                    minimum: 1
                    maximum: 3650
                    default: 31
              responses:
                '200':
                  description: A page.
                  headers:
                    X-Request-Id:
                      $ref: '#/components/headers/X-Request-Id'
                    Link:
                      $ref: '#/components/headers/Link'
                  content:
                    application/json:
                      schema:
                        $ref: '#/components/schemas/ReviewOwnerPage'
                '400':
                  $ref: '#/components/responses/BadRequest'
                '401':
                  $ref: '#/components/responses/Unauthorized'
                '403':
                  $ref: '#/components/responses/Forbidden'
                '404':
                  $ref: '#/components/responses/NotFound'
                '429':
                  $ref: '#/components/responses/TooManyRequests'
                '500':
                  $ref: '#/components/responses/InternalError'
                '503':
                  $ref: '#/components/responses/Unavailable'
          /v1/key-reviews:
            get:
              operationId: listKeyReviews
              tags:
                - keys
              summary: Say what may be wrong with keys
              description: 'Keys that are neither revoked nor expired, newest first, those with nothing wrong as well. What they use comes from the decision log, as far back as it reaches. In pages; follow next_cursor. Permission: `keys:read`.'
              parameters:
                - $ref: '#/components/parameters/limit'
                - $ref: '#/components/parameters/cursor'
                - name: project
                  in: query
                  description: Only those of this project.
                  schema:
                    $ref: '#/components/schemas/ProjectID'
                - name: environment
                  in: query
                  description: Only those of this environment.
                  schema:
                    $ref: '#/components/schemas/EnvironmentID'
                - name: identity
                  in: query
                  description: Only those of this owner.
                  schema:
                    $ref: '#/components/schemas/IdentityID'
                - name: unused_days
                  in: query
                  description: Days without use from which on a key is unused.
                  schema:
                    type: integer
                    format: int32
                    minimum: 1
                    maximum: 3650
                    default: 90
              responses:
                '200':
                  description: A page.
                  headers:
                    X-Request-Id:
                      $ref: '#/components/headers/X-Request-Id'
                    Link:
                      $ref: '#/components/headers/Link'
                  content:
                    application/json:
                      schema:
                        $ref: '#/components/schemas/KeyReviewPage'
                '400':
                  $ref: '#/components/responses/BadRequest'
                '401':
                  $ref: '#/components/responses/Unauthorized'
                '403':
                  $ref: '#/components/responses/Forbidden'
                '404':
                  $ref: '#/components/responses/NotFound'
                '429':
                  $ref: '#/components/responses/TooManyRequests'
                '500':
                  $ref: '#/components/responses/InternalError'
                '503':
                  $ref: '#/components/responses/Unavailable'
          /v1/key-reviews/{key_id}:
            get:
              operationId: showKeyReview
              tags:
                - keys
              summary: Say what may be wrong with a key
              description: 'And what it could be cut down to. Permission: `keys:read`.'
              parameters:
                - $ref: '#/components/parameters/key_id'
                - name: unused_days
                  in: query
                  description: Days without use from which on a key is unused.
                  schema:
                    type: integer
                    format: int32
                    minimum: 1
                    maximum: 3650
                    default: 90
              responses:
                '200':
                  description: What was found.
                  headers:
                    X-Request-Id:
                      $ref: '#/components/headers/X-Request-Id'
                  content:
                    application/json:
                      schema:
                        $ref: '#/components/schemas/KeyReview'
                '400':
                  $ref: '#/components/responses/BadRequest'
                '401':
                  $ref: '#/components/responses/Unauthorized'
                '403':
                  $ref: '#/components/responses/Forbidden'
                '404':
                  $ref: '#/components/responses/NotFound'
                '429':
                  $ref: '#/components/responses/TooManyRequests'
                '500':
                  $ref: '#/components/responses/InternalError'
                '503':
                  $ref: '#/components/responses/Unavailable'
          /v1/audit/entries:
            get:
              operationId: listAuditEntries
              tags:
                - audit
              summary: List audit entries, newest first
              description: 'In pages; follow next_cursor. Permission: `audit:read`.'
              parameters:
                - $ref: '#/components/parameters/limit'
                - $ref: '#/components/parameters/cursor'
                - name: actor
                  in: query
                  description: Only acts of this actor.
                  schema:
                    type: string
                    minLength: 1
                    maxLength: 64
                    pattern: ^[A-Za-z0-9._:/@-]+$
                    description: Actor.
                - name: action
                  in: query
                  description: Only this action.
                  schema:
                    type: string
                    description: Action.
                    enum:
                      - key.issue
                      - key.reissue
                      - key.update
                      - key.suspend
                      - key.resume
                      - key.rotate
                      - key.rotation_cancel
                      - key.rotation_finish
                      - key.version_first_use
                      - key.revoke
                      - key.version_revoke
                      - key.leak_report
                      - key.unused_notice
                      - unused_keys.hold
                      - review.sign_off
                      - project.create
                      - project.update
                      - environment.create
                      - environment.update
                      - pepper.create
                      - pepper.leak
                      - identity.create
                      - identity.update
                      - identity.erase
                      - role.create
                      - role.update
                      - operator.create
                      - operator.update
                      - operator.revoke
                      - operator.login
                      - storage.backup
                      - storage.backup_verify
                      - storage.restore
                      - system.seal
                      - system.unseal
                      - slot.add
                      - slot.remove
                      - audit.details_seal
                      - log_key.create
                      - log_key.activate
                      - rotation.start
                      - rotation.nested
                      - rotation.residual_zero
                      - rotation.finish
                      - storage.rollback_accepted
                      - clock.hold
                      - clock.follow
                - name: object
                  in: query
                  description: Only acts on the object of this id.
                  schema:
                    type: string
                    minLength: 1
                    maxLength: 64
                    pattern: ^[A-Za-z0-9._:/@-]+$
                    description: Object.
                - name: request
                  in: query
                  description: Only acts of this request.
                  schema:
                    type: string
                    minLength: 1
                    maxLength: 64
                    pattern: ^[A-Za-z0-9._:/@-]+$
                    description: Request.
                - name: tenant
                  in: query
                  description: Only acts in this environment or project.
                  schema:
                    type: string
                    minLength: 1
                    maxLength: 64
                    pattern: ^[A-Za-z0-9._:/@-]+$
                    description: Tenant.
                - name: since
                  in: query
                  description: Only acts at this moment or later.
                  schema:
                    type: string
                    format: date-time
                    maxLength: 40
                    description: Moment.
                - name: until
                  in: query
                  description: Only acts before this moment.
                  schema:
                    type: string
                    format: date-time
                    maxLength: 40
                    description: Moment.
              responses:
                '200':
                  description: A page.
                  headers:
                    X-Request-Id:
                      $ref: '#/components/headers/X-Request-Id'
                    Link:
                      $ref: '#/components/headers/Link'
                  content:
                    application/json:
                      schema:
                        $ref: '#/components/schemas/AuditEntryPage'
                '400':
                  $ref: '#/components/responses/BadRequest'
                '401':
                  $ref: '#/components/responses/Unauthorized'
                '403':
                  $ref: '#/components/responses/Forbidden'
                '404':
                  $ref: '#/components/responses/NotFound'
                '429':
                  $ref: '#/components/responses/TooManyRequests'
                '500':
                  $ref: '#/components/responses/InternalError'
                '503':
                  $ref: '#/components/responses/Unavailable'
          /v1/audit/entries/{sequence}:
            get:
              operationId: showAuditEntry
              tags:
                - audit
              summary: Show an audit entry
              description: 'With its leaf, as it is in the tree. Permission: `audit:read`.'
              parameters:
                - $ref: '#/components/parameters/sequence'
              responses:
                '200':
                  description: The entry.
                  headers:
                    X-Request-Id:
                      $ref: '#/components/headers/X-Request-Id'
                  content:
                    application/json:
                      schema:
                        $ref: '#/components/schemas/AuditEntry'
                '400':
                  $ref: '#/components/responses/BadRequest'
                '401':
                  $ref: '#/components/responses/Unauthorized'
                '403':
                  $ref: '#/components/responses/Forbidden'
                '404':
                  $ref: '#/components/responses/NotFound'
                '429':
                  $ref: '#/components/responses/TooManyRequests'
                '500':
                  $ref: '#/components/responses/InternalError'
                '503':
                  $ref: '#/components/responses/Unavailable'
          /v1/audit/entries/{sequence}/proof:
            get:
              operationId: proveAuditEntry
              tags:
                - audit
              summary: Prove an audit entry
              description: 'That the entry is in the newest tree, as C2SP tlog-proof has it. Permission: `audit:read`.'
              parameters:
                - $ref: '#/components/parameters/sequence'
              responses:
                '200':
                  description: The proof.
                  headers:
                    X-Request-Id:
                      $ref: '#/components/headers/X-Request-Id'
                  content:
                    text/plain:
                      schema:
                        type: string
                        maxLength: 94208
                        pattern: ^c2sp\.org/tlog-proof@v1\n
                        description: The proof.
                '400':
                  $ref: '#/components/responses/BadRequest'
                '401':
                  $ref: '#/components/responses/Unauthorized'
                '403':
                  $ref: '#/components/responses/Forbidden'
                '404':
                  $ref: '#/components/responses/NotFound'
                '429':
                  $ref: '#/components/responses/TooManyRequests'
                '500':
                  $ref: '#/components/responses/InternalError'
                '503':
                  $ref: '#/components/responses/Unavailable'
          /v1/audit/checkpoint:
            get:
              operationId: showAuditCheckpoint
              tags:
                - audit
              summary: The newest checkpoint
              description: 'The signed head of the log, as C2SP tlog-checkpoint has it. Permission: `audit:read`.'
              responses:
                '200':
                  description: The checkpoint.
                  headers:
                    X-Request-Id:
                      $ref: '#/components/headers/X-Request-Id'
                  content:
                    text/plain:
                      schema:
                        type: string
                        maxLength: 65536
                        pattern: '^[^\x00]*$'
                        description: The checkpoint.
                '400':
                  $ref: '#/components/responses/BadRequest'
                '401':
                  $ref: '#/components/responses/Unauthorized'
                '403':
                  $ref: '#/components/responses/Forbidden'
                '404':
                  $ref: '#/components/responses/NotFound'
                '429':
                  $ref: '#/components/responses/TooManyRequests'
                '500':
                  $ref: '#/components/responses/InternalError'
                '503':
                  $ref: '#/components/responses/Unavailable'
          /v1/audit/key:
            get:
              operationId: showAuditKey
              tags:
                - audit
              summary: The log's public key
              description: 'What anyone needs to verify the log, as C2SP signed-note has it: name, hash, key. While one key follows another there are two lines, the new key first. Permission: `audit:read`.'
              responses:
                '200':
                  description: The keys that sign, one in a line.
                  headers:
                    X-Request-Id:
                      $ref: '#/components/headers/X-Request-Id'
                  content:
                    text/plain:
                      schema:
                        type: string
                        maxLength: 8192
                        pattern: '^[^\x00]*$'
                        description: The keys.
                '400':
                  $ref: '#/components/responses/BadRequest'
                '401':
                  $ref: '#/components/responses/Unauthorized'
                '403':
                  $ref: '#/components/responses/Forbidden'
                '404':
                  $ref: '#/components/responses/NotFound'
                '429':
                  $ref: '#/components/responses/TooManyRequests'
                '500':
                  $ref: '#/components/responses/InternalError'
                '503':
                  $ref: '#/components/responses/Unavailable'
          /v1/audit/keys:
            get:
              operationId: listAuditKeys
              tags:
                - audit
              summary: List the keys of the audit log
              description: 'All there ever were, newest first, each with the note that names it. Permission: `audit:read`.'
              parameters:
                - $ref: '#/components/parameters/limit'
                - $ref: '#/components/parameters/cursor'
              responses:
                '200':
                  description: A page.
                  headers:
                    X-Request-Id:
                      $ref: '#/components/headers/X-Request-Id'
                    Link:
                      $ref: '#/components/headers/Link'
                  content:
                    application/json:
                      schema:
                        $ref: '#/components/schemas/AuditKeyPage'
                '400':
                  $ref: '#/components/responses/BadRequest'
                '401':
                  $ref: '#/components/responses/Unauthorized'
                '403':
                  $ref: '#/components/responses/Forbidden'
                '404':
                  $ref: '#/components/responses/NotFound'
                '429':
                  $ref: '#/components/responses/TooManyRequests'
                '500':
                  $ref: '#/components/responses/InternalError'
                '503':
                  $ref: '#/components/responses/Unavailable'
          /v1/audit/tile/{place}:
            get:
              operationId: showAuditTile
              tags:
                - audit
              summary: A tile, or a bundle of entries
              description: 'As C2SP tlog-tiles has them: `0/x001/067`, `1/000.p/5`, `entries/000`. Slashes need no escape. Permission: `audit:read`.'
              parameters:
                - name: place
                  in: path
                  required: true
                  description: Level or the word entries, the number in groups of three digits, and the width of a partial tile.
                  schema:
                    type: string
                    maxLength: 64
                    pattern: ^(entries|[0-7])/(x[0-9]{3}/){0,5}[0-9]{3}(\.p/[1-9][0-9]{0,2})?$
                  example: entries/000.p/1
              responses:
                '200':
                  description: The bytes.
                  headers:
                    X-Request-Id:
                      $ref: '#/components/headers/X-Request-Id'
                  content:
                    application/octet-stream:
                      schema:
                        type: string
                        format: binary
                        maxLength: 16777728
                        description: The bytes.
                '400':
                  $ref: '#/components/responses/BadRequest'
                '401':
                  $ref: '#/components/responses/Unauthorized'
                '403':
                  $ref: '#/components/responses/Forbidden'
                '404':
                  $ref: '#/components/responses/NotFound'
                '429':
                  $ref: '#/components/responses/TooManyRequests'
                '500':
                  $ref: '#/components/responses/InternalError'
                '503':
                  $ref: '#/components/responses/Unavailable'
          /v1/requests/{request_id}:
            get:
              operationId: explainRequest
              tags:
                - requests
              summary: Explain a request
              description: 'As it is now. Permission: `requests:read`.'
              parameters:
                - $ref: '#/components/parameters/request_id'
              responses:
                '200':
                  description: The object.
                  headers:
                    X-Request-Id:
                      $ref: '#/components/headers/X-Request-Id'
                  content:
                    application/json:
                      schema:
                        $ref: '#/components/schemas/RequestDecision'
                '400':
                  $ref: '#/components/responses/BadRequest'
                '401':
                  $ref: '#/components/responses/Unauthorized'
                '403':
                  $ref: '#/components/responses/Forbidden'
                '404':
                  $ref: '#/components/responses/NotFound'
                '429':
                  $ref: '#/components/responses/TooManyRequests'
                '500':
                  $ref: '#/components/responses/InternalError'
                '503':
                  $ref: '#/components/responses/Unavailable'
          /v1/findings:
            get:
              operationId: listFindings
              tags:
                - findings
              summary: Name weaknesses
              description: 'What `gatehouse doctor` shows. Permission: `findings:read`.'
              responses:
                '200':
                  description: Findings.
                  headers:
                    X-Request-Id:
                      $ref: '#/components/headers/X-Request-Id'
                  content:
                    application/json:
                      schema:
                        $ref: '#/components/schemas/Findings'
                '400':
                  $ref: '#/components/responses/BadRequest'
                '401':
                  $ref: '#/components/responses/Unauthorized'
                '403':
                  $ref: '#/components/responses/Forbidden'
                '429':
                  $ref: '#/components/responses/TooManyRequests'
                '500':
                  $ref: '#/components/responses/InternalError'
                '503':
                  $ref: '#/components/responses/Unavailable'
          /v1/upstreams:
            get:
              operationId: listUpstreams
              tags:
                - upstreams
              summary: Show upstreams
              description: 'How the servers stand that requests are forwarded to. Permission: `upstreams:read`.'
              responses:
                '200':
                  description: Upstreams.
                  headers:
                    X-Request-Id:
                      $ref: '#/components/headers/X-Request-Id'
                  content:
                    application/json:
                      schema:
                        $ref: '#/components/schemas/Upstreams'
                '400':
                  $ref: '#/components/responses/BadRequest'
                '401':
                  $ref: '#/components/responses/Unauthorized'
                '403':
                  $ref: '#/components/responses/Forbidden'
                '429':
                  $ref: '#/components/responses/TooManyRequests'
                '500':
                  $ref: '#/components/responses/InternalError'
                '503':
                  $ref: '#/components/responses/Unavailable'
          /v1/sys/seal:
            get:
              operationId: showSeal
              tags:
                - sys
              summary: Is it sealed
              description: 'Whether the server holds its keys, and what it takes to open it. Over the Unix socket only.'
              responses:
                '200':
                  description: How it is.
                  headers:
                    X-Request-Id:
                      $ref: '#/components/headers/X-Request-Id'
                  content:
                    application/json:
                      schema:
                        $ref: '#/components/schemas/SealStatus'
                '400':
                  $ref: '#/components/responses/BadRequest'
                '401':
                  $ref: '#/components/responses/Unauthorized'
                '403':
                  $ref: '#/components/responses/Forbidden'
                '429':
                  $ref: '#/components/responses/TooManyRequests'
                '500':
                  $ref: '#/components/responses/InternalError'
                '503':
                  $ref: '#/components/responses/Unavailable'
            post:
              operationId: seal
              tags:
                - sys
              summary: Seal the server
              description: 'Wipes every key from memory; only what opens the server is answered then. Answers when that is done. Over the Unix socket only.'
              parameters:
                - $ref: '#/components/parameters/dry_run'
              responses:
                '200':
                  description: Sealed, or what it would be.
                  headers:
                    X-Request-Id:
                      $ref: '#/components/headers/X-Request-Id'
                  content:
                    application/json:
                      schema:
                        anyOf:
                          - $ref: '#/components/schemas/SealStatus'
                          - $ref: '#/components/schemas/DryRun'
                '400':
                  $ref: '#/components/responses/BadRequest'
                '401':
                  $ref: '#/components/responses/Unauthorized'
                '403':
                  $ref: '#/components/responses/Forbidden'
                '409':
                  $ref: '#/components/responses/Conflict'
                '413':
                  $ref: '#/components/responses/ContentTooLarge'
                '422':
                  $ref: '#/components/responses/Unprocessable'
                '429':
                  $ref: '#/components/responses/TooManyRequests'
                '500':
                  $ref: '#/components/responses/InternalError'
                '503':
                  $ref: '#/components/responses/Unavailable'
                '507':
                  $ref: '#/components/responses/StorageFull'
          /v1/sys/clock:
            get:
              operationId: showClock
              tags:
                - sys
              summary: Show the clock
              description: 'The time that the server goes by, beside what the clock of its system says. Over the Unix socket only.'
              responses:
                '200':
                  description: Both.
                  headers:
                    X-Request-Id:
                      $ref: '#/components/headers/X-Request-Id'
                  content:
                    application/json:
                      schema:
                        $ref: '#/components/schemas/ClockStatus'
                '400':
                  $ref: '#/components/responses/BadRequest'
                '401':
                  $ref: '#/components/responses/Unauthorized'
                '403':
                  $ref: '#/components/responses/Forbidden'
                '429':
                  $ref: '#/components/responses/TooManyRequests'
                '500':
                  $ref: '#/components/responses/InternalError'
                '503':
                  $ref: '#/components/responses/Unavailable'
          /v1/sys/clock:follow:
            post:
              operationId: followClock
              tags:
                - sys
              summary: Confirm the clock
              description: 'Says that the clock of the system is right: time follows it, and what has ended by it ends at once. Over the Unix socket only.'
              parameters:
                - name: clock_at
                  in: query
                  required: true
                  description: What the clock says, to a minute, as whoever confirms it has read it.
                  schema:
                    type: string
                    format: date-time
                    maxLength: 40
                    description: Moment.
                - $ref: '#/components/parameters/dry_run'
              responses:
                '200':
                  description: 'How it is then, or would be.'
                  headers:
                    X-Request-Id:
                      $ref: '#/components/headers/X-Request-Id'
                  content:
                    application/json:
                      schema:
                        anyOf:
                          - $ref: '#/components/schemas/ClockStatus'
                          - $ref: '#/components/schemas/DryRun'
                '400':
                  $ref: '#/components/responses/BadRequest'
                '401':
                  $ref: '#/components/responses/Unauthorized'
                '403':
                  $ref: '#/components/responses/Forbidden'
                '409':
                  $ref: '#/components/responses/Conflict'
                '412':
                  $ref: '#/components/responses/PreconditionFailed'
                '413':
                  $ref: '#/components/responses/ContentTooLarge'
                '422':
                  $ref: '#/components/responses/Unprocessable'
                '429':
                  $ref: '#/components/responses/TooManyRequests'
                '500':
                  $ref: '#/components/responses/InternalError'
                '503':
                  $ref: '#/components/responses/Unavailable'
                '507':
                  $ref: '#/components/responses/StorageFull'
          /v1/sys/backups:
            post:
              operationId: createBackup
              tags:
                - sys
              summary: Back up the server
              description: 'Sends everything in the store, as it is at one moment, encrypted under the root key; the server goes on meanwhile. An answer that breaks off is no backup. Over the Unix socket only.'
              parameters:
                - $ref: '#/components/parameters/dry_run'
              responses:
                '200':
                  description: The backup, or with `dry_run` what it would be.
                  headers:
                    X-Request-Id:
                      $ref: '#/components/headers/X-Request-Id'
                  content:
                    application/octet-stream: {}
                    application/json:
                      schema:
                        $ref: '#/components/schemas/DryRun'
                '400':
                  $ref: '#/components/responses/BadRequest'
                '401':
                  $ref: '#/components/responses/Unauthorized'
                '403':
                  $ref: '#/components/responses/Forbidden'
                '404':
                  $ref: '#/components/responses/NotFound'
                '409':
                  $ref: '#/components/responses/Conflict'
                '413':
                  $ref: '#/components/responses/ContentTooLarge'
                '422':
                  $ref: '#/components/responses/Unprocessable'
                '429':
                  $ref: '#/components/responses/TooManyRequests'
                '500':
                  $ref: '#/components/responses/InternalError'
                '503':
                  $ref: '#/components/responses/Unavailable'
                '507':
                  $ref: '#/components/responses/StorageFull'
          /v1/sys/unseal:
            post:
              operationId: unseal
              tags:
                - sys
              summary: Open a slot
              description: 'Opens the server when the slot suffices, or its other half was given before. Without a passphrase, tries what takes no person. Over the Unix socket only.'
              parameters:
                - name: slot
                  in: query
                  description: This slot alone.
                  schema:
                    type: integer
                    format: int32
                    minimum: 0
                    maximum: 15
                    description: Number of a slot.
              requestBody:
                description: A passphrase.
                required: false
                content:
                  application/octet-stream:
                    schema:
                      $ref: '#/components/schemas/Passphrases'
              responses:
                '200':
                  description: How it is now.
                  headers:
                    X-Request-Id:
                      $ref: '#/components/headers/X-Request-Id'
                  content:
                    application/json:
                      schema:
                        $ref: '#/components/schemas/SealStatus'
                '400':
                  $ref: '#/components/responses/BadRequest'
                '401':
                  $ref: '#/components/responses/Unauthorized'
                '403':
                  $ref: '#/components/responses/Forbidden'
                '409':
                  $ref: '#/components/responses/Conflict'
                '413':
                  $ref: '#/components/responses/ContentTooLarge'
                '422':
                  $ref: '#/components/responses/Unprocessable'
                '429':
                  $ref: '#/components/responses/TooManyRequests'
                '500':
                  $ref: '#/components/responses/InternalError'
                '503':
                  $ref: '#/components/responses/Unavailable'
                '507':
                  $ref: '#/components/responses/StorageFull'
          /v1/sys/slots:
            get:
              operationId: showSlots
              tags:
                - sys
              summary: Show the slots
              description: 'The ways to the root key, at most 16. Over the Unix socket only.'
              responses:
                '200':
                  description: All of them.
                  headers:
                    X-Request-Id:
                      $ref: '#/components/headers/X-Request-Id'
                  content:
                    application/json:
                      schema:
                        $ref: '#/components/schemas/SlotPage'
                '400':
                  $ref: '#/components/responses/BadRequest'
                '401':
                  $ref: '#/components/responses/Unauthorized'
                '403':
                  $ref: '#/components/responses/Forbidden'
                '429':
                  $ref: '#/components/responses/TooManyRequests'
                '500':
                  $ref: '#/components/responses/InternalError'
                '503':
                  $ref: '#/components/responses/Unavailable'
            post:
              operationId: addSlots
              tags:
                - sys
              summary: Add a slot, or two needed together
              description: 'A passphrase slot takes its passphrase from the body, one a line. A key file that is not there is made. Over the Unix socket only.'
              parameters:
                - name: kind
                  in: query
                  description: What the slot is kept under.
                  schema:
                    $ref: '#/components/schemas/SlotKind'
                - name: source
                  in: query
                  description: Path of the key file, or name of the credential; that of the configuration when absent.
                  schema:
                    type: string
                    minLength: 1
                    maxLength: 4096
                    pattern: ^[^\x00-\x1f]*$
                    description: A path or a name.
                - name: with_kind
                  in: query
                  description: Makes a second slot, needed together with the first.
                  schema:
                    $ref: '#/components/schemas/SlotKind'
                - name: with_source
                  in: query
                  description: The same of the second slot.
                  schema:
                    type: string
                    minLength: 1
                    maxLength: 4096
                    pattern: ^[^\x00-\x1f]*$
                    description: A path or a name.
                - $ref: '#/components/parameters/dry_run'
              requestBody:
                description: Passphrases of new slots.
                required: false
                content:
                  application/octet-stream:
                    schema:
                      $ref: '#/components/schemas/Passphrases'
              responses:
                '200':
                  description: All there are now, or would be.
                  headers:
                    X-Request-Id:
                      $ref: '#/components/headers/X-Request-Id'
                  content:
                    application/json:
                      schema:
                        anyOf:
                          - $ref: '#/components/schemas/SlotPage'
                          - $ref: '#/components/schemas/DryRun'
                '400':
                  $ref: '#/components/responses/BadRequest'
                '401':
                  $ref: '#/components/responses/Unauthorized'
                '403':
                  $ref: '#/components/responses/Forbidden'
                '409':
                  $ref: '#/components/responses/Conflict'
                '413':
                  $ref: '#/components/responses/ContentTooLarge'
                '422':
                  $ref: '#/components/responses/Unprocessable'
                '429':
                  $ref: '#/components/responses/TooManyRequests'
                '500':
                  $ref: '#/components/responses/InternalError'
                '503':
                  $ref: '#/components/responses/Unavailable'
                '507':
                  $ref: '#/components/responses/StorageFull'
          /v1/sys/slots/{slot_number}:remove:
            post:
              operationId: removeSlot
              tags:
                - sys
              summary: Remove a slot
              description: 'And the one it is needed together with. The last way to the root key stays. Over the Unix socket only.'
              parameters:
                - $ref: '#/components/parameters/slot_number'
                - $ref: '#/components/parameters/dry_run'
              responses:
                '200':
                  description: All that are left, or would be.
                  headers:
                    X-Request-Id:
                      $ref: '#/components/headers/X-Request-Id'
                  content:
                    application/json:
                      schema:
                        anyOf:
                          - $ref: '#/components/schemas/SlotPage'
                          - $ref: '#/components/schemas/DryRun'
                '400':
                  $ref: '#/components/responses/BadRequest'
                '401':
                  $ref: '#/components/responses/Unauthorized'
                '403':
                  $ref: '#/components/responses/Forbidden'
                '404':
                  $ref: '#/components/responses/NotFound'
                '409':
                  $ref: '#/components/responses/Conflict'
                '413':
                  $ref: '#/components/responses/ContentTooLarge'
                '422':
                  $ref: '#/components/responses/Unprocessable'
                '429':
                  $ref: '#/components/responses/TooManyRequests'
                '500':
                  $ref: '#/components/responses/InternalError'
                '503':
                  $ref: '#/components/responses/Unavailable'
                '507':
                  $ref: '#/components/responses/StorageFull'
          /v1/sys/slots/{slot_number}:test:
            post:
              operationId: testSlot
              tags:
                - sys
              summary: Try a slot
              description: 'Opens it, compares what is in it, and forgets it. Changes nothing. Over the Unix socket only.'
              parameters:
                - $ref: '#/components/parameters/slot_number'
                - name: source
                  in: query
                  description: Path of the key file, or name of the credential; that of the configuration when absent.
                  schema:
                    type: string
                    minLength: 1
                    maxLength: 4096
                    pattern: ^[^\x00-\x1f]*$
                    description: A path or a name.
              requestBody:
                description: The passphrase of the slot.
                required: false
                content:
                  application/octet-stream:
                    schema:
                      $ref: '#/components/schemas/Passphrases'
              responses:
                '200':
                  description: It opens.
                  headers:
                    X-Request-Id:
                      $ref: '#/components/headers/X-Request-Id'
                  content:
                    application/json:
                      schema:
                        $ref: '#/components/schemas/Slot'
                '400':
                  $ref: '#/components/responses/BadRequest'
                '401':
                  $ref: '#/components/responses/Unauthorized'
                '403':
                  $ref: '#/components/responses/Forbidden'
                '404':
                  $ref: '#/components/responses/NotFound'
                '409':
                  $ref: '#/components/responses/Conflict'
                '413':
                  $ref: '#/components/responses/ContentTooLarge'
                '422':
                  $ref: '#/components/responses/Unprocessable'
                '429':
                  $ref: '#/components/responses/TooManyRequests'
                '500':
                  $ref: '#/components/responses/InternalError'
                '503':
                  $ref: '#/components/responses/Unavailable'
                '507':
                  $ref: '#/components/responses/StorageFull'
          /livez:
            get:
              operationId: showLiveness
              tags:
                - operations
              summary: Is it alive
              description: The process answers.
              security: []
              responses:
                '200':
                  description: Alive.
                  headers:
                    X-Request-Id:
                      $ref: '#/components/headers/X-Request-Id'
                  content:
                    application/json:
                      schema:
                        $ref: '#/components/schemas/Liveness'
                '400':
                  $ref: '#/components/responses/BadRequest'
                '500':
                  $ref: '#/components/responses/InternalError'
          /readyz:
            get:
              operationId: showReadiness
              tags:
                - operations
              summary: Is it ready
              description: Whether the server can serve.
              security: []
              responses:
                '200':
                  description: Ready.
                  headers:
                    X-Request-Id:
                      $ref: '#/components/headers/X-Request-Id'
                  content:
                    application/json:
                      schema:
                        $ref: '#/components/schemas/Readiness'
                '400':
                  $ref: '#/components/responses/BadRequest'
                '500':
                  $ref: '#/components/responses/InternalError'
                '503':
                  description: Not ready.
                  headers:
                    X-Request-Id:
                      $ref: '#/components/headers/X-Request-Id'
                  content:
                    application/json:
                      schema:
                        $ref: '#/components/schemas/Readiness'
          /metrics:
            get:
              operationId: showMetrics
              tags:
                - operations
              summary: Metrics
              description: Prometheus' text format.
              security: []
              responses:
                '200':
                  description: Metrics.
                  headers:
                    X-Request-Id:
                      $ref: '#/components/headers/X-Request-Id'
                  content:
                    text/plain:
                      schema:
                        type: string
                        maxLength: 16777216
                        pattern: ^[^\x00]*$
                        description: Metrics.
                '400':
                  $ref: '#/components/responses/BadRequest'
                '500':
                  $ref: '#/components/responses/InternalError'
          /openapi.yaml:
            get:
              operationId: showDescription
              tags:
                - operations
              summary: This document
              description: As served by this version.
              security: []
              responses:
                '200':
                  description: The document.
                  headers:
                    X-Request-Id:
                      $ref: '#/components/headers/X-Request-Id'
                  content:
                    application/yaml:
                      schema:
                        type: object
                        description: The document.
                        additionalProperties: true
                '400':
                  $ref: '#/components/responses/BadRequest'
                '500':
                  $ref: '#/components/responses/InternalError'
          /docs/errors/{code}:
            get:
              operationId: showErrorPage
              tags:
                - operations
              summary: The page of a problem code
              description: What the code means and what to do.
              security: []
              parameters:
                - name: code
                  in: path
                  required: true
                  description: A problem code.
                  schema:
                    type: string
                    maxLength: 64
                    pattern: ^[a-z_]+$
                  example: not_found
              responses:
                '200':
                  description: The page.
                  headers:
                    X-Request-Id:
                      $ref: '#/components/headers/X-Request-Id'
                  content:
                    text/markdown:
                      schema:
                        type: string
                        maxLength: 4096
                        pattern: ^[^\x00]*$
                        description: The page.
                '400':
                  $ref: '#/components/responses/BadRequest'
                '404':
                  $ref: '#/components/responses/NotFound'
                '500':
                  $ref: '#/components/responses/InternalError'
        components:
          securitySchemes:
            operatorKey:
              type: http
              scheme: bearer
              description: An operator key (gko_…).
          parameters:
            limit:
              name: limit
              in: query
              description: Items on a page; more than 1000 is cut down.
              schema:
                type: integer
                format: int32
                minimum: 1
                maximum: 2147483647
                default: 50
              example: 50
            cursor:
              name: cursor
              in: query
              description: Where the page before ended. Bound to the filters it was given for.
              schema:
                type: string
                minLength: 1
                maxLength: 512
                pattern: ^[0-9A-Za-z._~=-]+$
            sequence:
              name: sequence
              in: path
              required: true
              description: Number of an audit entry; the first is 0.
              schema:
                type: integer
                format: int64
                minimum: 0
                maximum: 9007199254740991
              example: 0
            dry_run:
              name: dry_run
              in: query
              description: All checks and rights, no effect.
              schema:
                type: boolean
                default: false
              example: false
            Idempotency-Key:
              name: Idempotency-Key
              in: header
              description: 'Makes a repeated create the same one for 24 hours: an RFC 9651 String (in double quotes), or a bare
                token.'
              schema:
                type: string
                minLength: 1
                maxLength: 257
                pattern: ^(?:"[ !#-\[\]-~]{1,255}"|[!#-+\--~]{1,255})$
              example: '"8e03978e-40d5-43e8-bc93-6894a57f9324"'
            If-Match:
              name: If-Match
              in: header
              description: Only when the object still has this entity tag.
              schema:
                type: string
                maxLength: 64
                pattern: ^(\*|"r[0-9]{1,19}")$
              example: '*'
            If-Match-Required:
              name: If-Match
              in: header
              description: Only when the object still has this entity tag.
              schema:
                type: string
                maxLength: 64
                pattern: ^(\*|"r[0-9]{1,19}")$
              example: '*'
              required: true
            project_id:
              name: project_id
              in: path
              required: true
              description: Id of a project.
              schema:
                $ref: '#/components/schemas/ProjectID'
              example: prj_7Yk2mQx04LrTz9Wb
            environment_id:
              name: environment_id
              in: path
              required: true
              description: Id of an environment.
              schema:
                $ref: '#/components/schemas/EnvironmentID'
              example: env_Kc81Zs0pQv5TnR2x
            identity_id:
              name: identity_id
              in: path
              required: true
              description: Id of an identity.
              schema:
                $ref: '#/components/schemas/IdentityID'
              example: idn_b5Nq8WfT3xYh1LcM
            role_id:
              name: role_id
              in: path
              required: true
              description: Id of a role.
              schema:
                $ref: '#/components/schemas/RoleID'
              example: role_m4Rt9Kp2Vx7QzL0c
            policy_id:
              name: policy_id
              in: path
              required: true
              description: Id of a policy.
              schema:
                $ref: '#/components/schemas/PolicyID'
              example: pol_Qs3Lk8Vn2Bx6Rt1Y
            operator_id:
              name: operator_id
              in: path
              required: true
              description: Id of an operator.
              schema:
                $ref: '#/components/schemas/OperatorID'
              example: op_Xs3Lq7Tn0Vb9Wm2K
            key_id:
              name: key_id
              in: path
              required: true
              description: Id of a key.
              schema:
                $ref: '#/components/schemas/KeyID'
              example: key_K7Qm2xTb9LrV0sWz
            rotation_id:
              name: rotation_id
              in: path
              required: true
              description: Id of a rotation.
              schema:
                $ref: '#/components/schemas/RotationID'
              example: rot_p9Vx4Lm1Tz7KcQ2s
            rekeying_id:
              name: rekeying_id
              in: path
              required: true
              description: Id of the rotation of a key that stored things lie under.
              schema:
                $ref: '#/components/schemas/KeyReplacementID'
              example: rky_p9Vx4Lm1Tz7KcQ2s
            request_id:
              name: request_id
              in: path
              required: true
              description: Id of a request.
              schema:
                $ref: '#/components/schemas/RequestID'
              example: req_T0vB8xLm3QzK7rWc
            slot_number:
              name: slot_number
              in: path
              required: true
              description: Number of a slot.
              schema:
                type: integer
                format: int32
                minimum: 0
                maximum: 15
                description: Number.
              example: 0
            number:
              name: number
              in: path
              required: true
              description: Number of a version.
              schema:
                type: integer
                format: int32
                minimum: 1
                maximum: 999999999
                description: Number.
              example: 1
          headers:
            Gatehouse-Next-Sequence:
              description: The sequence number after the last record of the answer; that of `since` when there is none.
              schema:
                type: integer
                format: int64
                minimum: 0
                maximum: 9007199254740991
                description: Sequence number.
            X-Request-Id:
              description: Id of this request.
              required: true
              schema:
                $ref: '#/components/schemas/RequestID'
            Retry-After:
              description: Seconds to wait.
              schema:
                type: integer
                format: int32
                minimum: 0
                maximum: 86400
                description: Seconds.
            WWW-Authenticate:
              description: How to authenticate.
              schema:
                type: string
                maxLength: 128
                pattern: ^[^\x00]*$
                description: Challenge.
            ETag:
              description: Strong entity tag of the revision.
              schema:
                type: string
                description: Strong entity tag of the revision; send it as If-Match.
                maxLength: 24
                pattern: ^"r[0-9]{1,20}"$
            Location:
              description: Path of what was created.
              schema:
                type: string
                format: uri-reference
                maxLength: 128
            Link:
              description: The next page, as rel="next".
              schema:
                type: string
                maxLength: 4096
                pattern: ^[^\x00]*$
                description: Link.
            Idempotent-Replayed:
              description: true when this repeats an earlier answer; a secret in it replaces the one before.
              schema:
                type: string
                maxLength: 5
                pattern: ^true$
          responses:
            BadRequest:
              description: The request is malformed.
              headers:
                X-Request-Id:
                  $ref: '#/components/headers/X-Request-Id'
              content:
                application/problem+json:
                  schema:
                    $ref: '#/components/schemas/Problem'
                  examples:
                    problem:
                      value:
                        type: /docs/errors/invalid_request
                        title: The request is malformed.
                        status: 400
                        code: invalid_request
                        instance: /v1/requests/req_T0vB8xLm3QzK7rWc
                        request_id: req_T0vB8xLm3QzK7rWc
                        fix: see the page of the code
            Unauthorized:
              description: No operator key, or one that does not admit.
              headers:
                X-Request-Id:
                  $ref: '#/components/headers/X-Request-Id'
                WWW-Authenticate:
                  $ref: '#/components/headers/WWW-Authenticate'
              content:
                application/problem+json:
                  schema:
                    $ref: '#/components/schemas/Problem'
                  examples:
                    problem:
                      value:
                        type: /docs/errors/credential_missing
                        title: No operator key, or one that does not admit.
                        status: 401
                        code: credential_missing
                        instance: /v1/requests/req_T0vB8xLm3QzK7rWc
                        request_id: req_T0vB8xLm3QzK7rWc
                        fix: see the page of the code
            Forbidden:
              description: The operator lacks a permission.
              headers:
                X-Request-Id:
                  $ref: '#/components/headers/X-Request-Id'
              content:
                application/problem+json:
                  schema:
                    $ref: '#/components/schemas/Problem'
                  examples:
                    problem:
                      value:
                        type: /docs/errors/permission_missing
                        title: The operator lacks a permission.
                        status: 403
                        code: permission_missing
                        instance: /v1/requests/req_T0vB8xLm3QzK7rWc
                        request_id: req_T0vB8xLm3QzK7rWc
                        fix: see the page of the code
            NotFound:
              description: There is no such object.
              headers:
                X-Request-Id:
                  $ref: '#/components/headers/X-Request-Id'
              content:
                application/problem+json:
                  schema:
                    $ref: '#/components/schemas/Problem'
                  examples:
                    problem:
                      value:
                        type: /docs/errors/not_found
                        title: There is no such object.
                        status: 404
                        code: not_found
                        instance: /v1/requests/req_T0vB8xLm3QzK7rWc
                        request_id: req_T0vB8xLm3QzK7rWc
                        fix: see the page of the code
            Conflict:
              description: The state of the object, or a name that is taken, does not allow it.
              headers:
                X-Request-Id:
                  $ref: '#/components/headers/X-Request-Id'
              content:
                application/problem+json:
                  schema:
                    $ref: '#/components/schemas/Problem'
                  examples:
                    problem:
                      value:
                        type: /docs/errors/name_taken
                        title: The state of the object, or a name that is taken, does not allow it.
                        status: 409
                        code: name_taken
                        instance: /v1/requests/req_T0vB8xLm3QzK7rWc
                        request_id: req_T0vB8xLm3QzK7rWc
                        fix: see the page of the code
            PreconditionFailed:
              description: The object has changed.
              headers:
                X-Request-Id:
                  $ref: '#/components/headers/X-Request-Id'
              content:
                application/problem+json:
                  schema:
                    $ref: '#/components/schemas/Problem'
                  examples:
                    problem:
                      value:
                        type: /docs/errors/precondition_failed
                        title: The object has changed.
                        status: 412
                        code: precondition_failed
                        instance: /v1/requests/req_T0vB8xLm3QzK7rWc
                        request_id: req_T0vB8xLm3QzK7rWc
                        fix: see the page of the code
            ContentTooLarge:
              description: The body is larger than 1 MiB.
              headers:
                X-Request-Id:
                  $ref: '#/components/headers/X-Request-Id'
              content:
                application/problem+json:
                  schema:
                    $ref: '#/components/schemas/Problem'
                  examples:
                    problem:
                      value:
                        type: /docs/errors/content_too_large
                        title: The body is larger than 1 MiB.
                        status: 413
                        code: content_too_large
                        instance: /v1/requests/req_T0vB8xLm3QzK7rWc
                        request_id: req_T0vB8xLm3QzK7rWc
                        fix: see the page of the code
            UnsupportedMediaType:
              description: The body is not JSON.
              headers:
                X-Request-Id:
                  $ref: '#/components/headers/X-Request-Id'
              content:
                application/problem+json:
                  schema:
                    $ref: '#/components/schemas/Problem'
                  examples:
                    problem:
                      value:
                        type: /docs/errors/media_type_unsupported
                        title: The body is not JSON.
                        status: 415
                        code: media_type_unsupported
                        instance: /v1/requests/req_T0vB8xLm3QzK7rWc
                        request_id: req_T0vB8xLm3QzK7rWc
                        fix: see the page of the code
            Unprocessable:
              description: A rule does not allow it.
              headers:
                X-Request-Id:
                  $ref: '#/components/headers/X-Request-Id'
              content:
                application/problem+json:
                  schema:
                    $ref: '#/components/schemas/Problem'
                  examples:
                    problem:
                      value:
                        type: /docs/errors/rule_violated
                        title: A rule does not allow it.
                        status: 422
                        code: rule_violated
                        instance: /v1/requests/req_T0vB8xLm3QzK7rWc
                        request_id: req_T0vB8xLm3QzK7rWc
                        fix: see the page of the code
            PreconditionRequired:
              description: An If-Match header is required.
              headers:
                X-Request-Id:
                  $ref: '#/components/headers/X-Request-Id'
              content:
                application/problem+json:
                  schema:
                    $ref: '#/components/schemas/Problem'
                  examples:
                    problem:
                      value:
                        type: /docs/errors/precondition_required
                        title: An If-Match header is required.
                        status: 428
                        code: precondition_required
                        instance: /v1/requests/req_T0vB8xLm3QzK7rWc
                        request_id: req_T0vB8xLm3QzK7rWc
                        fix: see the page of the code
            TooManyRequests:
              description: Too many failed authentications from this address.
              headers:
                X-Request-Id:
                  $ref: '#/components/headers/X-Request-Id'
                Retry-After:
                  $ref: '#/components/headers/Retry-After'
              content:
                application/problem+json:
                  schema:
                    $ref: '#/components/schemas/Problem'
                  examples:
                    problem:
                      value:
                        type: /docs/errors/limit_exceeded
                        title: Too many failed authentications from this address.
                        status: 429
                        code: limit_exceeded
                        instance: /v1/requests/req_T0vB8xLm3QzK7rWc
                        request_id: req_T0vB8xLm3QzK7rWc
                        fix: see the page of the code
            InternalError:
              description: Something went wrong inside the server.
              headers:
                X-Request-Id:
                  $ref: '#/components/headers/X-Request-Id'
              content:
                application/problem+json:
                  schema:
                    $ref: '#/components/schemas/Problem'
                  examples:
                    problem:
                      value:
                        type: /docs/errors/internal_error
                        title: Something went wrong inside the server.
                        status: 500
                        code: internal_error
                        instance: /v1/requests/req_T0vB8xLm3QzK7rWc
                        request_id: req_T0vB8xLm3QzK7rWc
                        fix: see the page of the code
            Unavailable:
              description: The server cannot do it right now.
              headers:
                X-Request-Id:
                  $ref: '#/components/headers/X-Request-Id'
                Retry-After:
                  $ref: '#/components/headers/Retry-After'
              content:
                application/problem+json:
                  schema:
                    $ref: '#/components/schemas/Problem'
                  examples:
                    problem:
                      value:
                        type: /docs/errors/temporarily_unavailable
                        title: The server cannot do it right now.
                        status: 503
                        code: temporarily_unavailable
                        instance: /v1/requests/req_T0vB8xLm3QzK7rWc
                        request_id: req_T0vB8xLm3QzK7rWc
                        fix: see the page of the code
            StorageFull:
              description: No storage space is left.
              headers:
                X-Request-Id:
                  $ref: '#/components/headers/X-Request-Id'
              content:
                application/problem+json:
                  schema:
                    $ref: '#/components/schemas/Problem'
                  examples:
                    problem:
                      value:
                        type: /docs/errors/storage_full
                        title: No storage space is left.
                        status: 507
                        code: storage_full
                        instance: /v1/requests/req_T0vB8xLm3QzK7rWc
                        request_id: req_T0vB8xLm3QzK7rWc
                        fix: see the page of the code
          schemas:
            Secret:
              type: string
              description: The secret, shown this once.
              minLength: 70
              maxLength: 101
              pattern: ^[a-z][a-z0-9]{0,15}_[a-z0-9]{1,16}_[0-9A-Za-z]{16}_[0-9A-Za-z]{49}$
            ProjectID:
              type: string
              description: Id of a project.
              pattern: ^prj_[0-9A-Za-z]{16}$
              minLength: 20
              maxLength: 20
            EnvironmentID:
              type: string
              description: Id of an environment.
              pattern: ^env_[0-9A-Za-z]{16}$
              minLength: 20
              maxLength: 20
            IdentityID:
              type: string
              description: Id of an identity.
              pattern: ^idn_[0-9A-Za-z]{16}$
              minLength: 20
              maxLength: 20
            RoleID:
              type: string
              description: Id of a role.
              pattern: ^role_[0-9A-Za-z]{16}$
              minLength: 21
              maxLength: 21
            OperatorID:
              type: string
              description: Id of an operator.
              pattern: ^op_[0-9A-Za-z]{16}$
              minLength: 19
              maxLength: 19
            KeyID:
              type: string
              description: Id of a key.
              pattern: ^key_[0-9A-Za-z]{16}$
              minLength: 20
              maxLength: 20
            RotationID:
              type: string
              description: Id of a rotation.
              pattern: ^rot_[0-9A-Za-z]{16}$
              minLength: 20
              maxLength: 20
            KeyReplacementID:
              type: string
              description: Id of the rotation of a key that stored things lie under.
              pattern: ^rky_[0-9A-Za-z]{16}$
              minLength: 20
              maxLength: 20
            KeyReplacement:
              type: object
              description: The rotation of a key that stored things lie under.
              required:
                - id
                - kind
                - tenant
                - phase
                - old_key
                - new_key
                - moved
                - remaining
                - started_at
                - changed_at
                - grace_seconds
                - started_by
              properties:
                id:
                  $ref: '#/components/schemas/KeyReplacementID'
                kind:
                  description: Which key.
                  anyOf:
                    - type: string
                      enum:
                        - root
                        - keyring
                        - data-keys
                        - pepper
                        - log-key
                    - type: string
                      maxLength: 64
                      pattern: ^[a-z0-9_.:-]+$
                tenant:
                  type: string
                  maxLength: 64
                  pattern: ^[ -~]*$
                  description: Whose key it is; `installation`, or the id of an environment or project.
                phase:
                  description: How far it is.
                  anyOf:
                    - type: string
                      enum:
                        - prepared
                        - moving
                        - counting
                        - retiring
                        - finished
                    - type: string
                      maxLength: 64
                      pattern: ^[a-z0-9_.:-]+$
                old_key:
                  type: string
                  maxLength: 64
                  pattern: ^[ -~]*$
                  description: What names the key that goes.
                new_key:
                  type: string
                  maxLength: 64
                  pattern: ^[ -~]*$
                  description: What names the key that comes.
                moved:
                  type: integer
                  format: int64
                  minimum: 0
                  maximum: 9007199254740991
                  description: Things that lie under the new key because of this.
                remaining:
                  type: integer
                  format: int64
                  minimum: 0
                  maximum: 9007199254740991
                  description: Things under the old key when they were last counted.
                started_at:
                  type: string
                  format: date-time
                  maxLength: 40
                  description: When it began.
                changed_at:
                  type: string
                  format: date-time
                  maxLength: 40
                  description: When its last step was.
                due_at:
                  type: string
                  format: date-time
                  maxLength: 40
                  description: When the next step may be taken, if not at once.
                grace_seconds:
                  type: integer
                  format: int32
                  minimum: 0
                  maximum: 7776000
                  description: How long the old key is kept after nothing is under it any more.
                overlap_seconds:
                  type: integer
                  format: int32
                  minimum: 0
                  maximum: 7776000
                  description: How long both keys sign; of the log's key alone.
                started_by:
                  type: string
                  maxLength: 64
                  pattern: ^[ -~]*$
                  description: Who began it.
                leaked_at:
                  type: string
                  format: date-time
                  maxLength: 40
                  description: When somebody said that the old pepper has leaked.
                nested:
                  type: integer
                  format: int64
                  minimum: 0
                  maximum: 9007199254740991
                  description: Of those remaining, keys whose digests lie under the new pepper already, when they were last counted; after a leak.
                nested_at:
                  type: string
                  format: date-time
                  maxLength: 40
                  description: When it was first known that the leaked pepper alone tells no key any more.
              examples:
                - id: rky_p9Vx4Lm1Tz7KcQ2s
                  kind: pepper
                  tenant: env_T4vPx0Lm8QzKc7Rb
                  phase: moving
                  old_key: '1'
                  new_key: '2'
                  moved: 0
                  remaining: 2
                  started_at: '2026-11-21T09:00:00Z'
                  changed_at: '2026-11-21T09:00:01Z'
                  due_at: '2026-11-21T10:00:01Z'
                  grace_seconds: 0
                  started_by: local:0
            KeyReplacementPage:
              type: object
              description: A page of rotations.
              required:
                - data
                - next_cursor
              properties:
                data:
                  type: array
                  description: The rotations.
                  maxItems: 1000
                  items:
                    $ref: '#/components/schemas/KeyReplacement'
                next_cursor:
                  type:
                    - string
                    - 'null'
                  maxLength: 512
                  pattern: ^[0-9A-Za-z._~=-]+$
                  description: Pass it as cursor to read on; null at the end.
              examples:
                - data:
                    - id: rky_p9Vx4Lm1Tz7KcQ2s
                      kind: pepper
                      tenant: env_T4vPx0Lm8QzKc7Rb
                      phase: moving
                      old_key: '1'
                      new_key: '2'
                      moved: 0
                      remaining: 2
                      started_at: '2026-11-21T09:00:00Z'
                      changed_at: '2026-11-21T09:00:01Z'
                      due_at: '2026-11-21T10:00:01Z'
                      grace_seconds: 0
                      started_by: local:0
                  next_cursor: null
            KeyReplacementCreate:
              type: object
              description: A key to replace.
              additionalProperties: false
              required:
                - kind
              properties:
                kind:
                  type: string
                  enum:
                    - keyring
                    - data-keys
                    - pepper
                    - log-key
                  description: Which key.
                project_id:
                  $ref: '#/components/schemas/ProjectID'
                environment_id:
                  $ref: '#/components/schemas/EnvironmentID'
                grace_seconds:
                  type: integer
                  format: int32
                  minimum: 0
                  maximum: 7776000
                  description: How long the old key is kept after nothing is under it any more; not of the log's key.
                overlap_seconds:
                  type: integer
                  format: int32
                  minimum: 0
                  maximum: 7776000
                  default: 2592000
                  description: How long both keys sign; of the log's key alone. 0 after the old one was exposed.
                leaked:
                  type: boolean
                  default: false
                  description: The old pepper has leaked; of a pepper alone. What it tells is put under the new one at once.
              examples:
                - kind: pepper
                  environment_id: env_T4vPx0Lm8QzKc7Rb
            LeakedPepper:
              type: object
              description: A pepper that has leaked.
              additionalProperties: false
              properties:
                pepper:
                  type: integer
                  format: int64
                  minimum: 1
                  maximum: 4294967295
                  description: Its number; without it the old one.
              examples:
                - pepper: 1
            AuditKey:
              type: object
              description: A key that signs the audit log, has signed it, or is going to.
              required:
                - number
                - state
                - verifier_key
              properties:
                number:
                  type: integer
                  format: int64
                  minimum: 1
                  maximum: 4294967295
                  description: Keys follow one another in this order.
                state:
                  description: What it is good for.
                  anyOf:
                    - type: string
                      enum:
                        - pending
                        - signing
                        - retired
                        - destroyed
                    - type: string
                      maxLength: 64
                      pattern: ^[a-z0-9_.:-]+$
                verifier_key:
                  type: string
                  maxLength: 512
                  pattern: '^[^\x00]*$'
                  description: 'The public half, as C2SP signed-note has it: name, hash, key.'
                created_at:
                  type: string
                  format: date-time
                  maxLength: 40
                  description: When it was made; of the first one, when the first entry was written.
                retired_at:
                  type: string
                  format: date-time
                  maxLength: 40
                  description: When it ended.
                succession:
                  type: string
                  maxLength: 65536
                  pattern: '^[^\x00]*$'
                  description: The note that names it, signed by the key before and by itself; the first key has none.
              examples:
                - number: 1
                  state: signing
                  verifier_key: log.example.com+66a4a9d8+AYmV2QkE6iZq0nEoC3k0D3V9c1v4mJ8l9oT7b2mX5wqQ
                  created_at: '2026-11-21T09:00:00Z'
            AuditKeyPage:
              type: object
              description: All keys of the audit log, newest first.
              required:
                - data
                - next_cursor
              properties:
                data:
                  type: array
                  description: The keys.
                  maxItems: 1000
                  items:
                    $ref: '#/components/schemas/AuditKey'
                next_cursor:
                  type:
                    - string
                    - 'null'
                  maxLength: 512
                  pattern: ^[0-9A-Za-z._~=-]+$
                  description: Pass it as cursor to read on; null at the end.
              examples:
                - data:
                    - number: 1
                      state: signing
                      verifier_key: log.example.com+66a4a9d8+AYmV2QkE6iZq0nEoC3k0D3V9c1v4mJ8l9oT7b2mX5wqQ
                      created_at: '2026-11-21T09:00:00Z'
                  next_cursor: null
            Nothing:
              type: object
              description: An object without members.
              additionalProperties: false
              maxProperties: 0
              examples:
                - {}
            RequestID:
              type: string
              description: Id of a request.
              pattern: ^req_[0-9A-Za-z]{16}$
              minLength: 20
              maxLength: 20
            Project:
              type: object
              description: One API or product.
              required:
                - id
                - name
                - default_expiry_days
                - created_at
                - etag
              properties:
                id:
                  $ref: '#/components/schemas/ProjectID'
                name:
                  type: string
                  minLength: 1
                  maxLength: 63
                  pattern: ^[a-z0-9][a-z0-9-]{0,62}$
                  description: Unique among projects.
                default_expiry_days:
                  type: integer
                  format: int32
                  minimum: 1
                  maximum: 3650
                  description: Days until a key expires whose expiry is not stated.
                maximum_expiry_days:
                  type: integer
                  format: int32
                  minimum: 1
                  maximum: 3650
                  description: 'Longest life anyone may ask for, in days. Absent: open, and keys that never expire are possible.'
                unused_key_days:
                  type: integer
                  format: int32
                  minimum: 1
                  maximum: 3650
                  description: 'Days without use after which a key is suspended, with a notice of 14 days, or of half the time where that is less. Absent: never.'
                created_at:
                  type: string
                  format: date-time
                  maxLength: 40
                  description: When it was created.
                etag:
                  type: string
                  description: Strong entity tag of the revision; send it as If-Match.
                  maxLength: 24
                  pattern: ^"r[0-9]{1,20}"$
                audit:
                  $ref: '#/components/schemas/AuditReceipt'
              examples:
                - id: prj_7Yk2mQx04LrTz9Wb
                  name: payments
                  default_expiry_days: 90
                  created_at: '2026-12-01T00:00:00Z'
                  etag: '"r1"'
            ProjectCreate:
              type: object
              description: A project to create.
              required:
                - name
              additionalProperties: false
              properties:
                name:
                  type: string
                  minLength: 1
                  maxLength: 63
                  pattern: ^[a-z0-9][a-z0-9-]{0,62}$
                  description: Unique among projects.
                default_expiry_days:
                  type: integer
                  format: int32
                  minimum: 1
                  maximum: 3650
                  description: Days until a key expires whose expiry is not stated.
                  default: 90
                maximum_expiry_days:
                  type: integer
                  format: int32
                  minimum: 1
                  maximum: 3650
                  description: 'Longest life anyone may ask for, in days. Absent: open, and keys that never expire are possible.'
                unused_key_days:
                  type: integer
                  format: int32
                  minimum: 1
                  maximum: 3650
                  description: 'Days without use after which a key is suspended, with a notice of 14 days, or of half the time where that is less. Absent: never.'
              examples:
                - name: payments
                  default_expiry_days: 90
            ProjectPatch:
              type: object
              description: Changes to a project (RFC 7396).
              additionalProperties: false
              properties:
                name:
                  type: string
                  minLength: 1
                  maxLength: 63
                  pattern: ^[a-z0-9][a-z0-9-]{0,62}$
                  description: Unique among projects.
                default_expiry_days:
                  type: integer
                  format: int32
                  minimum: 1
                  maximum: 3650
                  description: Days until a key expires whose expiry is not stated.
                maximum_expiry_days:
                  type:
                    - integer
                    - 'null'
                  format: int32
                  minimum: 1
                  maximum: 3650
                  description: 'Longest life anyone may ask for, in days. Absent: open, and keys that never expire are possible.'
                unused_key_days:
                  type:
                    - integer
                    - 'null'
                  format: int32
                  minimum: 1
                  maximum: 3650
                  description: 'Days without use after which a key is suspended, with a notice of 14 days, or of half the time where that is less. Absent: never. Where too many keys at once would be suspended, none is until the number is said again.'
              examples:
                - maximum_expiry_days: 365
            Environment:
              type: object
              description: 'A hard wall inside a project: own pepper, own keys.'
              required:
                - id
                - project_id
                - name
                - tag
                - admits_foreign_tokens
                - created_at
                - etag
              properties:
                id:
                  $ref: '#/components/schemas/EnvironmentID'
                project_id:
                  $ref: '#/components/schemas/ProjectID'
                name:
                  type: string
                  minLength: 1
                  maxLength: 63
                  pattern: ^[a-z0-9][a-z0-9-]{0,62}$
                  description: Unique in the project.
                tag:
                  type: string
                  minLength: 1
                  maxLength: 16
                  pattern: ^[a-z0-9]{1,16}$
                  description: What its tokens carry after the prefix; unique in the project.
                admits_foreign_tokens:
                  type: boolean
                  description: Whether tokens of imported keys are looked up, which have another shape than ours.
                created_at:
                  type: string
                  format: date-time
                  maxLength: 40
                  description: When it was created.
                etag:
                  type: string
                  description: Strong entity tag of the revision; send it as If-Match.
                  maxLength: 24
                  pattern: ^"r[0-9]{1,20}"$
                audit:
                  $ref: '#/components/schemas/AuditReceipt'
              examples:
                - id: env_Kc81Zs0pQv5TnR2x
                  project_id: prj_7Yk2mQx04LrTz9Wb
                  name: production
                  tag: live
                  admits_foreign_tokens: false
                  created_at: '2026-12-01T00:00:00Z'
                  etag: '"r1"'
            EnvironmentCreate:
              type: object
              description: An environment to create.
              required:
                - name
                - tag
              additionalProperties: false
              properties:
                name:
                  type: string
                  minLength: 1
                  maxLength: 63
                  pattern: ^[a-z0-9][a-z0-9-]{0,62}$
                  description: Unique in the project.
                tag:
                  type: string
                  minLength: 1
                  maxLength: 16
                  pattern: ^[a-z0-9]{1,16}$
                  description: What its tokens carry after the prefix; unique in the project.
                admits_foreign_tokens:
                  type: boolean
                  description: Whether tokens of imported keys are looked up, which have another shape than ours.
              examples:
                - name: production
                  tag: live
            EnvironmentPatch:
              type: object
              description: Changes to an environment (RFC 7396).
              additionalProperties: false
              properties:
                name:
                  type: string
                  minLength: 1
                  maxLength: 63
                  pattern: ^[a-z0-9][a-z0-9-]{0,62}$
                  description: Unique in the project.
                admits_foreign_tokens:
                  type: boolean
                  description: Whether tokens of imported keys are looked up, which have another shape than ours.
              examples:
                - name: production
            Identity:
              type: object
              description: The accountable owner of keys.
              required:
                - id
                - project_id
                - type
                - name
                - created_at
                - etag
              properties:
                id:
                  $ref: '#/components/schemas/IdentityID'
                project_id:
                  $ref: '#/components/schemas/ProjectID'
                type:
                  description: What kind of owner it is.
                  anyOf:
                    - type: string
                      enum:
                        - person
                        - service
                        - team
                    - type: string
                      maxLength: 64
                      pattern: ^[a-z0-9_.:]+$
                name:
                  type: string
                  minLength: 1
                  maxLength: 128
                  pattern: ^[^\x00-\x20\x7f-\xa0](?:[^\x00-\x1f\x7f-\x9f]*[^\x00-\x20\x7f-\xa0])?$
                  description: Unique in the project.
                external_id:
                  type: string
                  minLength: 1
                  maxLength: 256
                  pattern: ^[^\x00-\x20\x7f-\xa0](?:[^\x00-\x1f\x7f-\x9f]*[^\x00-\x20\x7f-\xa0])?$
                  description: The id this owner has elsewhere.
                created_at:
                  type: string
                  format: date-time
                  maxLength: 40
                  description: When it was created.
                etag:
                  type: string
                  description: Strong entity tag of the revision; send it as If-Match.
                  maxLength: 24
                  pattern: ^"r[0-9]{1,20}"$
                audit:
                  $ref: '#/components/schemas/AuditReceipt'
              examples:
                - id: idn_b5Nq8WfT3xYh1LcM
                  project_id: prj_7Yk2mQx04LrTz9Wb
                  type: team
                  name: Billing
                  created_at: '2026-12-01T00:00:00Z'
                  etag: '"r1"'
            IdentityCreate:
              type: object
              description: An identity to create.
              required:
                - project_id
                - type
                - name
              additionalProperties: false
              properties:
                project_id:
                  $ref: '#/components/schemas/ProjectID'
                type:
                  type: string
                  description: What kind of owner it is.
                  enum:
                    - person
                    - service
                    - team
                name:
                  type: string
                  minLength: 1
                  maxLength: 128
                  pattern: ^[^\x00-\x20\x7f-\xa0](?:[^\x00-\x1f\x7f-\x9f]*[^\x00-\x20\x7f-\xa0])?$
                  description: Unique in the project.
                external_id:
                  type: string
                  minLength: 1
                  maxLength: 256
                  pattern: ^[^\x00-\x20\x7f-\xa0](?:[^\x00-\x1f\x7f-\x9f]*[^\x00-\x20\x7f-\xa0])?$
                  description: The id this owner has elsewhere.
              examples:
                - project_id: prj_7Yk2mQx04LrTz9Wb
                  type: team
                  name: Billing
            IdentityPatch:
              type: object
              description: Changes to an identity (RFC 7396).
              additionalProperties: false
              properties:
                type:
                  type: string
                  description: What kind of owner it is.
                  enum:
                    - person
                    - service
                    - team
                name:
                  type: string
                  minLength: 1
                  maxLength: 128
                  pattern: ^[^\x00-\x20\x7f-\xa0](?:[^\x00-\x1f\x7f-\x9f]*[^\x00-\x20\x7f-\xa0])?$
                  description: Unique in the project.
                external_id:
                  type:
                    - string
                    - 'null'
                  minLength: 1
                  maxLength: 256
                  pattern: ^[^\x00-\x20\x7f-\xa0](?:[^\x00-\x1f\x7f-\x9f]*[^\x00-\x20\x7f-\xa0])?$
                  description: The id this owner has elsewhere.
              examples:
                - external_id: crm-4711
            PermissionPattern:
              type: string
              minLength: 3
              maxLength: 256
              pattern: ^(?:(?:(?:[a-z0-9_-]+|\*)/){0,15}(?:[a-z0-9_-]+|\*)|(?:(?:[a-z0-9_-]+|\*)/){0,15}\*\*):(?:[a-z0-9_-]+|\*)$
              description: A permission such as documents:read; `*` stands for one segment or the action, a final `**` for any
                depth.
            Role:
              type: object
              description: Named permissions, which may inherit those of other roles.
              required:
                - id
                - name
                - permissions
                - denied_permissions
                - inherits
                - created_at
                - etag
              properties:
                id:
                  $ref: '#/components/schemas/RoleID'
                project_id:
                  $ref: '#/components/schemas/ProjectID'
                name:
                  type: string
                  minLength: 1
                  maxLength: 63
                  pattern: ^[a-z0-9][a-z0-9-]{0,62}$
                  description: Unique in the project.
                permissions:
                  type: array
                  description: What it grants.
                  maxItems: 256
                  items:
                    $ref: '#/components/schemas/PermissionPattern'
                  uniqueItems: true
                denied_permissions:
                  type: array
                  description: What it denies; a denial beats every grant.
                  maxItems: 256
                  items:
                    $ref: '#/components/schemas/PermissionPattern'
                  uniqueItems: true
                inherits:
                  type: array
                  description: Roles whose permissions it includes.
                  maxItems: 16
                  items:
                    $ref: '#/components/schemas/RoleID'
                  uniqueItems: true
                built_in:
                  type: boolean
                  description: Every project has it; it cannot be changed.
                environments:
                  type: array
                  description: The environments it counts in; absent for all.
                  maxItems: 32
                  items:
                    $ref: '#/components/schemas/EnvironmentID'
                  uniqueItems: true
                maximum_grant_seconds:
                  type: integer
                  format: int32
                  minimum: 1
                  maximum: 2592000
                  description: Held by grants alone, none longer.
                created_at:
                  type: string
                  format: date-time
                  maxLength: 40
                  description: When it was created.
                etag:
                  type: string
                  description: Strong entity tag of the revision; send it as If-Match.
                  maxLength: 24
                  pattern: ^"r[0-9]{1,20}"$
                audit:
                  $ref: '#/components/schemas/AuditReceipt'
              examples:
                - id: role_m4Rt9Kp2Vx7QzL0c
                  project_id: prj_7Yk2mQx04LrTz9Wb
                  name: reader
                  permissions:
                    - documents/**:read
                  denied_permissions: []
                  inherits: []
                  created_at: '2026-12-01T00:00:00Z'
                  etag: '"r1"'
            RoleCreate:
              type: object
              description: A role to create.
              required:
                - project_id
                - name
              additionalProperties: false
              properties:
                project_id:
                  $ref: '#/components/schemas/ProjectID'
                name:
                  type: string
                  minLength: 1
                  maxLength: 63
                  pattern: ^[a-z0-9][a-z0-9-]{0,62}$
                  description: Unique in the project.
                permissions:
                  type: array
                  description: What it grants.
                  maxItems: 256
                  items:
                    $ref: '#/components/schemas/PermissionPattern'
                  uniqueItems: true
                denied_permissions:
                  type: array
                  description: What it denies; a denial beats every grant.
                  maxItems: 256
                  items:
                    $ref: '#/components/schemas/PermissionPattern'
                  uniqueItems: true
                inherits:
                  type: array
                  description: Roles whose permissions it includes.
                  maxItems: 16
                  items:
                    $ref: '#/components/schemas/RoleID'
                  uniqueItems: true
                environments:
                  type: array
                  description: The environments it counts in; absent for all.
                  maxItems: 32
                  items:
                    $ref: '#/components/schemas/EnvironmentID'
                  uniqueItems: true
                maximum_grant_seconds:
                  type: integer
                  format: int32
                  minimum: 1
                  maximum: 2592000
                  description: Held by grants alone, none longer.
              examples:
                - project_id: prj_7Yk2mQx04LrTz9Wb
                  name: reader
                  permissions:
                    - documents/**:read
            RolePatch:
              type: object
              description: Changes to a role (RFC 7396).
              additionalProperties: false
              properties:
                name:
                  type: string
                  minLength: 1
                  maxLength: 63
                  pattern: ^[a-z0-9][a-z0-9-]{0,62}$
                  description: Unique in the project.
                permissions:
                  type: array
                  description: What it grants.
                  maxItems: 256
                  items:
                    $ref: '#/components/schemas/PermissionPattern'
                  uniqueItems: true
                denied_permissions:
                  type: array
                  description: What it denies; a denial beats every grant.
                  maxItems: 256
                  items:
                    $ref: '#/components/schemas/PermissionPattern'
                  uniqueItems: true
                inherits:
                  type: array
                  description: Roles whose permissions it includes.
                  maxItems: 16
                  items:
                    $ref: '#/components/schemas/RoleID'
                  uniqueItems: true
                environments:
                  type: array
                  description: The environments it counts in; empty for all.
                  maxItems: 32
                  items:
                    $ref: '#/components/schemas/EnvironmentID'
                  uniqueItems: true
                maximum_grant_seconds:
                  type:
                    - integer
                    - 'null'
                  format: int32
                  minimum: 1
                  maximum: 2592000
                  description: Held by grants alone, none longer.
              examples:
                - permissions:
                    - documents/**:read
                    - invoices:read
            PolicyID:
              type: string
              description: Id of a policy.
              pattern: ^pol_[0-9A-Za-z]{16}$
              minLength: 20
              maxLength: 20
            PolicySelection:
              type: object
              description: Whom and what a policy is about. What is not stated does not narrow it.
              additionalProperties: false
              properties:
                roles:
                  type: array
                  description: Keys that hold one of these roles, directly, by inheritance or for a time.
                  maxItems: 64
                  items:
                    $ref: '#/components/schemas/RoleID'
                  uniqueItems: true
                routes:
                  type: array
                  description: Routes of these names.
                  maxItems: 256
                  items:
                    type: string
                    minLength: 1
                    maxLength: 64
                    pattern: ^[^\x00-\x20\x7f-\xa0](?:[^\x00-\x1f\x7f-\x9f]*[^\x00-\x20\x7f-\xa0])?$
                    description: Name of a route.
                  uniqueItems: true
                minimum_sensitivity:
                  type: string
                  description: Routes with this label or a more sensitive one.
                  enum:
                    - public
                    - internal
                    - confidential
                    - restricted
                keys:
                  type: array
                  description: These keys alone.
                  maxItems: 1000
                  items:
                    $ref: '#/components/schemas/KeyID'
                  uniqueItems: true
              examples:
                - minimum_sensitivity: confidential
            PolicySelectionShown:
              type: object
              description: Whom and what a policy is about.
              properties:
                roles:
                  type: array
                  description: Keys that hold one of these roles, directly, by inheritance or for a time.
                  maxItems: 64
                  items:
                    $ref: '#/components/schemas/RoleID'
                  uniqueItems: true
                routes:
                  type: array
                  description: Routes of these names.
                  maxItems: 256
                  items:
                    type: string
                    minLength: 1
                    maxLength: 64
                    pattern: ^[^\x00-\x20\x7f-\xa0](?:[^\x00-\x1f\x7f-\x9f]*[^\x00-\x20\x7f-\xa0])?$
                    description: Name of a route.
                  uniqueItems: true
                minimum_sensitivity:
                  description: Routes with this label or a more sensitive one.
                  anyOf:
                    - type: string
                      enum:
                        - public
                        - internal
                        - confidential
                        - restricted
                    - type: string
                      maxLength: 64
                      pattern: ^[a-z0-9_.:]+$
                keys:
                  type: array
                  description: These keys alone.
                  maxItems: 1000
                  items:
                    $ref: '#/components/schemas/KeyID'
                  uniqueItems: true
              examples:
                - minimum_sensitivity: confidential
            PolicyPermissions:
              type: object
              description: What a key may do at most. With denials alone, everything else.
              minProperties: 1
              additionalProperties: false
              properties:
                allowed:
                  type: array
                  description: Only these.
                  maxItems: 256
                  items:
                    $ref: '#/components/schemas/PermissionPattern'
                  uniqueItems: true
                denied:
                  type: array
                  description: Never these.
                  maxItems: 256
                  items:
                    $ref: '#/components/schemas/PermissionPattern'
                  uniqueItems: true
              examples:
                - allowed:
                    - '**:read'
            StepUp:
              type: object
              description: Proof beyond the key.
              additionalProperties: false
              properties:
                certificate:
                  type: boolean
                  description: A client certificate that the key is bound to.
                grant_within_seconds:
                  type: integer
                  format: int32
                  minimum: 1
                  maximum: 2592000
                  description: A grant of the route's permission that is no older.
                second_key:
                  type: boolean
                  description: A second key of another owner, in Gatehouse-Second-Key.
              examples:
                - grant_within_seconds: 900
            Policy:
              type: object
              description: Rules that hold for many keys at once. A policy grants nothing; of several all must be met.
              required:
                - id
                - project_id
                - environment_id
                - name
                - applies_to
                - mode
                - rollout_percent
                - restrictions
                - step_up
                - limits
                - created_at
                - etag
              properties:
                id:
                  $ref: '#/components/schemas/PolicyID'
                project_id:
                  $ref: '#/components/schemas/ProjectID'
                environment_id:
                  $ref: '#/components/schemas/EnvironmentID'
                name:
                  type: string
                  minLength: 1
                  maxLength: 63
                  pattern: ^[a-z0-9][a-z0-9-]{0,62}$
                  description: Unique in the environment.
                applies_to:
                  $ref: '#/components/schemas/PolicySelectionShown'
                mode:
                  description: Whether it refuses, says that it would, or is not asked.
                  anyOf:
                    - type: string
                      enum:
                        - enforce
                        - shadow
                        - 'off'
                    - type: string
                      maxLength: 64
                      pattern: ^[a-z0-9_.:]+$
                rollout_percent:
                  type: integer
                  format: int32
                  minimum: 0
                  maximum: 100
                  description: For how many of a hundred keys it holds.
                restrictions:
                  $ref: '#/components/schemas/PolicyRestrictions'
                permissions:
                  $ref: '#/components/schemas/PolicyPermissions'
                step_up:
                  $ref: '#/components/schemas/StepUp'
                limits:
                  type: array
                  description: Its limits.
                  maxItems: 8
                  items:
                    $ref: '#/components/schemas/Limit'
                created_at:
                  type: string
                  format: date-time
                  maxLength: 40
                  description: When it was created.
                etag:
                  type: string
                  description: Strong entity tag of the revision; send it as If-Match.
                  maxLength: 24
                  pattern: ^"r[0-9]{1,20}"$
                audit:
                  $ref: '#/components/schemas/AuditReceipt'
              examples:
                - id: pol_Qs3Lk8Vn2Bx6Rt1Y
                  project_id: prj_7Yk2mQx04LrTz9Wb
                  environment_id: env_3Np8sVx1QkLm7TzR
                  name: office
                  applies_to:
                    minimum_sensitivity: confidential
                  mode: shadow
                  rollout_percent: 100
                  restrictions:
                    allowed_addresses:
                      - 203.0.113.0/24
                  step_up:
                    certificate: false
                    second_key: false
                  limits: []
                  created_at: '2026-12-01T00:00:00Z'
                  etag: '"r1"'
            PolicyCreate:
              type: object
              description: A policy to create. It must ask for something.
              required:
                - environment_id
                - name
              additionalProperties: false
              properties:
                environment_id:
                  $ref: '#/components/schemas/EnvironmentID'
                name:
                  type: string
                  minLength: 1
                  maxLength: 63
                  pattern: ^[a-z0-9][a-z0-9-]{0,62}$
                  description: Unique in the environment.
                applies_to:
                  $ref: '#/components/schemas/PolicySelection'
                mode:
                  type: string
                  description: Whether it refuses, says that it would, or is not asked.
                  enum:
                    - enforce
                    - shadow
                    - 'off'
                  default: enforce
                rollout_percent:
                  type: integer
                  format: int32
                  minimum: 0
                  maximum: 100
                  description: For how many of a hundred keys it holds; raising it only adds keys.
                  default: 100
                restrictions:
                  $ref: '#/components/schemas/PolicyRestrictions'
                permissions:
                  $ref: '#/components/schemas/PolicyPermissions'
                step_up:
                  $ref: '#/components/schemas/StepUp'
                limits:
                  type: array
                  description: Its limits.
                  maxItems: 8
                  items:
                    $ref: '#/components/schemas/PolicyLimitInput'
                  uniqueItems: true
              examples:
                - environment_id: env_3Np8sVx1QkLm7TzR
                  name: office
                  applies_to:
                    minimum_sensitivity: confidential
                  mode: shadow
                  rollout_percent: 100
                  restrictions:
                    allowed_addresses:
                      - 203.0.113.0/24
            PolicyPatch:
              type: object
              description: Changes to a policy (RFC 7396). A part that is named replaces the old one.
              additionalProperties: false
              properties:
                name:
                  type: string
                  minLength: 1
                  maxLength: 63
                  pattern: ^[a-z0-9][a-z0-9-]{0,62}$
                  description: Unique in the environment.
                applies_to:
                  anyOf:
                    - $ref: '#/components/schemas/PolicySelection'
                    - type: 'null'
                mode:
                  type: string
                  description: Whether it refuses, says that it would, or is not asked.
                  enum:
                    - enforce
                    - shadow
                    - 'off'
                rollout_percent:
                  type: integer
                  format: int32
                  minimum: 0
                  maximum: 100
                  description: For how many of a hundred keys it holds; raising it only adds keys.
                restrictions:
                  anyOf:
                    - $ref: '#/components/schemas/PolicyRestrictions'
                    - type: 'null'
                permissions:
                  anyOf:
                    - $ref: '#/components/schemas/PolicyPermissions'
                    - type: 'null'
                step_up:
                  anyOf:
                    - $ref: '#/components/schemas/StepUp'
                    - type: 'null'
                limits:
                  anyOf:
                    - type: array
                      description: Its limits.
                      maxItems: 8
                      items:
                        $ref: '#/components/schemas/PolicyLimitInput'
                      uniqueItems: true
                    - type: 'null'
              examples:
                - mode: enforce
                  rollout_percent: 10
            PolicyPromotion:
              type: object
              description: Where a policy goes, and how it begins there.
              required:
                - environment_id
              additionalProperties: false
              properties:
                environment_id:
                  $ref: '#/components/schemas/EnvironmentID'
                mode:
                  type: string
                  description: What it does there.
                  enum:
                    - enforce
                    - shadow
                    - 'off'
                  default: shadow
                rollout_percent:
                  type: integer
                  format: int32
                  minimum: 0
                  maximum: 100
                  description: For how many of a hundred keys it holds there.
                  default: 100
              examples:
                - environment_id: env_3Np8sVx1QkLm7TzR
            PolicyLimitInput:
              type: object
              description: A limit to set. `docs/limits.md` teaches its members.
              required:
                - name
              additionalProperties: false
              properties:
                name:
                  type: string
                  minLength: 1
                  maxLength: 64
                  pattern: ^[0-9A-Za-z._-]{1,64}$
                  description: Appears in RateLimit fields.
                scope:
                  type: string
                  description: 'Who shares it: each key, all keys of an owner, all of an address or a network, a class of operations, a route, or all.'
                  enum:
                    - global
                    - route
                    - address
                    - address_24
                    - identity
                    - key
                    - class
                  default: key
                algorithm:
                  description: How it counts.
                  type: string
                  enum:
                    - sliding_window
                    - token_bucket
                    - calendar
                    - concurrency
                  default: sliding_window
                windows:
                  type: array
                  description: Windows of a sliding_window; the rate of a token_bucket.
                  maxItems: 4
                  items:
                    $ref: '#/components/schemas/LimitWindow'
                  uniqueItems: true
                  minItems: 1
                burst:
                  type: integer
                  format: int32
                  minimum: 1
                  maximum: 1000000000
                  description: Size of a token_bucket.
                limit:
                  type: integer
                  format: int32
                  minimum: 1
                  maximum: 1000000000
                  description: Requests of each period of a calendar; requests under way of a concurrency, at most 1000000.
                period:
                  description: The period of a calendar.
                  type: string
                  enum:
                    - hour
                    - day
                    - week
                    - month
                time_zone:
                  type: string
                  minLength: 1
                  maxLength: 64
                  pattern: ^[A-Za-z0-9+_/-]{1,64}$
                  description: 'The IANA zone of a calendar; UTC when it is left out.'
                cost:
                  type: integer
                  format: int32
                  minimum: 0
                  maximum: 1000000
                  description: What a request counts for, whatever its route says.
                on_exceed:
                  description: What becomes of a request over the limit; `reject` when it is left out.
                  type: string
                  enum:
                    - reject
                    - delay
                    - shadow
                delay:
                  $ref: '#/components/schemas/LimitDelayInput'
                warn_below_percent:
                  type: integer
                  format: int32
                  minimum: 1
                  maximum: 99
                  description: Whoever has less left is warned.
                priority:
                  description: Whose limits are lowered first when the node is short of capacity; `normal` when it is left out.
                  type: string
                  enum:
                    - low
                    - normal
                    - high
                penalty:
                  $ref: '#/components/schemas/LimitPenaltyInput'
                schedule:
                  type: array
                  description: Changes of the limit for a time, in order, none over another.
                  maxItems: 16
                  items:
                    $ref: '#/components/schemas/LimitChangeInput'
              examples:
                - name: default
                  windows:
                    - limit: 100
                      window_seconds: 60
                - name: monthly
                  scope: key
                  algorithm: calendar
                  limit: 100000
                  period: month
                  time_zone: Europe/Berlin
            PolicyPage:
              type: object
              description: A page of policies.
              required:
                - data
                - next_cursor
              properties:
                data:
                  type: array
                  description: The policies.
                  maxItems: 1000
                  items:
                    $ref: '#/components/schemas/Policy'
                next_cursor:
                  type:
                    - string
                    - 'null'
                  maxLength: 512
                  pattern: ^[0-9A-Za-z._~=-]+$
                  description: Pass it as cursor to read on; null at the end.
              examples:
                - data: []
                  next_cursor: null
            PolicyFinding:
              type: object
              description: One key that one rule of a policy would have refused.
              required:
                - key_id
                - code
                - requests
                - last_request_id
                - last_seen_at
              properties:
                key_id:
                  $ref: '#/components/schemas/KeyID'
                code:
                  type: string
                  maxLength: 64
                  pattern: ^[a-z0-9_]+$
                  description: The code of the refusal.
                limit:
                  type: string
                  maxLength: 64
                  pattern: ^[0-9A-Za-z._-]{1,64}$
                  description: The name of the limit.
                requests:
                  type: integer
                  format: int64
                  minimum: 1
                  maximum: 9007199254740991
                  description: How many requests.
                last_request_id:
                  $ref: '#/components/schemas/RequestID'
                last_seen_at:
                  type: string
                  format: date-time
                  maxLength: 40
                  description: When the last of them came.
              examples:
                - key_id: key_K7Qm2xTb9LrV0sWz
                  code: address_not_allowed
                  requests: 12
                  last_request_id: req_K7Qm2cVx91LpQz3d
                  last_seen_at: '2026-12-01T00:00:00Z'
            PolicyStanding:
              type: object
              description: What one policy said.
              required:
                - policy_id
                - requests
                - would_refuse
                - findings
              properties:
                policy_id:
                  $ref: '#/components/schemas/PolicyID'
                name:
                  type: string
                  minLength: 1
                  maxLength: 63
                  pattern: ^[a-z0-9][a-z0-9-]{0,62}$
                  description: Unique in the environment.
                mode:
                  description: What it does now.
                  anyOf:
                    - type: string
                      enum:
                        - enforce
                        - shadow
                        - 'off'
                    - type: string
                      maxLength: 64
                      pattern: ^[a-z0-9_.:]+$
                requests:
                  type: integer
                  format: int64
                  minimum: 0
                  maximum: 9007199254740991
                  description: Requests it was asked about in shadow.
                would_refuse:
                  type: integer
                  format: int64
                  minimum: 0
                  maximum: 9007199254740991
                  description: Those it would have refused.
                findings:
                  type: array
                  description: Whom, the most requests first.
                  maxItems: 1000
                  items:
                    $ref: '#/components/schemas/PolicyFinding'
              examples:
                - policy_id: pol_Qs3Lk8Vn2Bx6Rt1Y
                  name: office
                  mode: shadow
                  requests: 1204
                  would_refuse: 12
                  findings: []
            ShadowFinding:
              type: object
              description: One key whose requests a limit in shadow would have refused.
              required:
                - code
                - requests
                - last_request_id
                - last_seen_at
              properties:
                key_id:
                  $ref: '#/components/schemas/KeyID'
                code:
                  type: string
                  maxLength: 64
                  pattern: ^[a-z0-9_]+$
                  description: The code of the refusal.
                requests:
                  type: integer
                  format: int64
                  minimum: 1
                  maximum: 9007199254740991
                  description: How many requests. Without a key_id, those that came without a key.
                last_request_id:
                  $ref: '#/components/schemas/RequestID'
                last_seen_at:
                  type: string
                  format: date-time
                  maxLength: 40
                  description: When the last of them came.
              examples:
                - key_id: key_K7Qm2xTb9LrV0sWz
                  code: limit_exceeded
                  requests: 12
                  last_request_id: req_K7Qm2cVx91LpQz3d
                  last_seen_at: '2026-12-01T00:00:00Z'
            ShadowLimit:
              type: object
              description: What one limit in shadow said that a key, a route or the gateway carries.
              required:
                - carrier
                - position
                - requests
                - would_refuse
                - findings
              properties:
                carrier:
                  description: Who carries it.
                  anyOf:
                    - type: string
                      enum:
                        - key
                        - route
                        - gateway
                    - type: string
                      maxLength: 64
                      pattern: ^[a-z0-9_.:]+$
                key_id:
                  $ref: '#/components/schemas/KeyID'
                route:
                  type: string
                  maxLength: 64
                  pattern: ^[^\x00]*$
                  description: The name of the route that carries it.
                limit:
                  type: string
                  maxLength: 64
                  pattern: ^[0-9A-Za-z._-]{1,64}$
                  description: The name of the limit in that place now; absent when there is none any more.
                position:
                  type: integer
                  format: int32
                  minimum: 0
                  maximum: 255
                  description: Its place among the limits of its carrier.
                requests:
                  type: integer
                  format: int64
                  minimum: 0
                  maximum: 9007199254740991
                  description: Requests it was asked about in shadow.
                would_refuse:
                  type: integer
                  format: int64
                  minimum: 0
                  maximum: 9007199254740991
                  description: Those it would have refused.
                findings:
                  type: array
                  description: Whom, the most requests first.
                  maxItems: 1000
                  items:
                    $ref: '#/components/schemas/ShadowFinding'
              examples:
                - carrier: route
                  route: orders
                  limit: burst
                  position: 0
                  requests: 1204
                  would_refuse: 12
                  findings: []
            PolicyReport:
              type: object
              description: What policies and limits in shadow would have refused.
              required:
                - since_at
                - policies
                - limits
                - is_complete
              properties:
                since_at:
                  type: string
                  format: date-time
                  maxLength: 40
                  description: How far back it goes.
                policies:
                  type: array
                  description: By policy.
                  maxItems: 1024
                  items:
                    $ref: '#/components/schemas/PolicyStanding'
                limits:
                  type: array
                  description: By limit of a key, a route or the gateway. Empty when one policy was asked for.
                  maxItems: 1024
                  items:
                    $ref: '#/components/schemas/ShadowLimit'
                is_complete:
                  type: boolean
                  description: Whether the log reaches back so far, and everything is told.
              examples:
                - since_at: '2026-12-01T00:00:00Z'
                  policies: []
                  limits: []
                  is_complete: true
            GrantCreate:
              type: object
              description: Rights for a time.
              required:
                - expires_in_seconds
                - reason
              additionalProperties: false
              properties:
                roles:
                  type: array
                  description: Roles.
                  maxItems: 32
                  items:
                    $ref: '#/components/schemas/RoleID'
                  uniqueItems: true
                permissions:
                  type: array
                  description: Permissions.
                  maxItems: 256
                  items:
                    $ref: '#/components/schemas/PermissionPattern'
                  uniqueItems: true
                expires_in_seconds:
                  type: integer
                  format: int32
                  minimum: 1
                  maximum: 2592000
                  description: How long.
                reason:
                  type: string
                  minLength: 1
                  maxLength: 512
                  pattern: ^[^\x00-\x20\x7f-\xa0](?:[^\x00-\x1f\x7f-\x9f]*[^\x00-\x20\x7f-\xa0])?$
                  description: Why.
              examples:
                - permissions:
                    - documents:write
                  expires_in_seconds: 3600
                  reason: migration
            Grant:
              type: object
              description: Rights that a key has for a time.
              required:
                - number
                - roles
                - permissions
                - starts_at
                - expires_at
                - reason
                - granted_by
              properties:
                number:
                  type: integer
                  format: int64
                  minimum: 0
                  maximum: 9007199254740991
                  description: Counts up in the key.
                roles:
                  type: array
                  description: Roles.
                  maxItems: 32
                  items:
                    $ref: '#/components/schemas/RoleID'
                permissions:
                  type: array
                  description: Permissions.
                  maxItems: 256
                  items:
                    $ref: '#/components/schemas/PermissionPattern'
                starts_at:
                  type: string
                  format: date-time
                  maxLength: 40
                  description: When they began.
                expires_at:
                  type: string
                  format: date-time
                  maxLength: 40
                  description: When they end.
                reason:
                  type: string
                  minLength: 1
                  maxLength: 512
                  pattern: ^[^\x00-\x20\x7f-\xa0](?:[^\x00-\x1f\x7f-\x9f]*[^\x00-\x20\x7f-\xa0])?$
                  description: Why.
                granted_by:
                  type: string
                  maxLength: 64
                  pattern: ^[^\x00]*$
                  description: Who gave them.
              examples:
                - number: 1
                  roles: []
                  permissions:
                    - documents:write
                  starts_at: '2026-12-01T00:00:00Z'
                  expires_at: '2026-12-01T01:00:00Z'
                  reason: migration
                  granted_by: local:0
            Withdrawal:
              type: object
              description: What is taken from a key. At least one of both.
              additionalProperties: false
              properties:
                permissions:
                  type: array
                  description: These are denied from now on.
                  maxItems: 256
                  items:
                    $ref: '#/components/schemas/PermissionPattern'
                  uniqueItems: true
                routes:
                  type: array
                  description: These routes are closed to the key from now on.
                  maxItems: 256
                  items:
                    type: string
                    minLength: 1
                    maxLength: 64
                    pattern: ^[^\x00-\x20\x7f-\xa0](?:[^\x00-\x1f\x7f-\x9f]*[^\x00-\x20\x7f-\xa0])?$
                    description: Name of a route.
                  uniqueItems: true
                reason:
                  type: string
                  minLength: 1
                  maxLength: 512
                  pattern: ^[^\x00-\x20\x7f-\xa0](?:[^\x00-\x1f\x7f-\x9f]*[^\x00-\x20\x7f-\xa0])?$
                  description: Why.
              examples:
                - permissions:
                    - documents:write
                  reason: INC-1042
            RuleAnswer:
              type: object
              description: One rule that a request was asked, and what it said.
              required:
                - phase
                - rule
                - input
                - answer
              properties:
                phase:
                  type: string
                  maxLength: 16
                  pattern: ^[^\x00]*$
                  description: The phase that asks.
                rule:
                  type: string
                  maxLength: 160
                  pattern: ^[^\x00]*$
                  description: What was asked.
                carrier:
                  type: string
                  maxLength: 16
                  pattern: ^[^\x00]*$
                  description: Who carries the rule.
                input:
                  type: string
                  maxLength: 512
                  pattern: ^[^\x00]*$
                  description: What it was asked about.
                answer:
                  type: string
                  maxLength: 32
                  pattern: ^[^\x00]*$
                  description: passed, refused, or would_refuse in shadow.
                code:
                  type: string
                  maxLength: 64
                  pattern: ^[^\x00]*$
                  description: The code of the refusal.
                policy_id:
                  $ref: '#/components/schemas/PolicyID'
                has_changed_since:
                  type: boolean
                  description: Whether the policy is another now.
              examples:
                - phase: restrict
                  rule: policy office
                  carrier: shadow
                  policy_id: pol_Qs3Lk8Vn2Bx6Rt1Y
                  has_changed_since: false
                  input: 198.51.100.1, GET on orders
                  answer: would_refuse
                  code: address_not_allowed
            BulkUpdate:
              type: object
              description: Which keys, and what changes. At least one of project, environment, owner and tag; all given must match.
              additionalProperties: false
              properties:
                project_id:
                  $ref: '#/components/schemas/ProjectID'
                environment_id:
                  $ref: '#/components/schemas/EnvironmentID'
                owner_id:
                  $ref: '#/components/schemas/IdentityID'
                tag:
                  type: string
                  minLength: 1
                  maxLength: 64
                  pattern: ^[A-Za-z0-9._:/@-]+$
                  description: Keys with this label.
                add_roles:
                  type: array
                  description: Roles they get.
                  maxItems: 32
                  items:
                    $ref: '#/components/schemas/RoleID'
                  uniqueItems: true
                remove_roles:
                  type: array
                  description: Roles they lose.
                  maxItems: 32
                  items:
                    $ref: '#/components/schemas/RoleID'
                  uniqueItems: true
                add_permissions:
                  type: array
                  description: Grants they get.
                  maxItems: 256
                  items:
                    $ref: '#/components/schemas/PermissionPattern'
                  uniqueItems: true
                remove_permissions:
                  type: array
                  description: Grants they lose.
                  maxItems: 256
                  items:
                    $ref: '#/components/schemas/PermissionPattern'
                  uniqueItems: true
                add_denied_permissions:
                  type: array
                  description: Denials they get.
                  maxItems: 256
                  items:
                    $ref: '#/components/schemas/PermissionPattern'
                  uniqueItems: true
                remove_denied_permissions:
                  type: array
                  description: Denials they lose.
                  maxItems: 256
                  items:
                    $ref: '#/components/schemas/PermissionPattern'
                  uniqueItems: true
                boundary:
                  type: string
                  description: The outer limit, whatever was granted.
                  enum:
                    - read_only
                    - standard
                    - admin
                reason:
                  type: string
                  minLength: 1
                  maxLength: 512
                  pattern: ^[^\x00-\x20\x7f-\xa0](?:[^\x00-\x1f\x7f-\x9f]*[^\x00-\x20\x7f-\xa0])?$
                  description: Why.
              examples:
                - tag: batch
                  add_denied_permissions:
                    - billing/**:*
            Operator:
              type: object
              description: Someone who may use this API with a key of their own.
              required:
                - id
                - name
                - level
                - hint
                - state
                - created_at
                - etag
              properties:
                id:
                  $ref: '#/components/schemas/OperatorID'
                name:
                  type: string
                  minLength: 1
                  maxLength: 128
                  pattern: ^[^\x00-\x20\x7f-\xa0](?:[^\x00-\x1f\x7f-\x9f]*[^\x00-\x20\x7f-\xa0])?$
                  description: Unique among operators.
                level:
                  description: What the operator may do; each level includes the one before.
                  anyOf:
                    - type: string
                      enum:
                        - auditor
                        - viewer
                        - operator
                        - admin
                    - type: string
                      maxLength: 64
                      pattern: ^[a-z0-9_.:]+$
                hint:
                  type: string
                  maxLength: 64
                  pattern: ^[a-z0-9]+_[a-z0-9]+_[0-9A-Za-z]{4}…[0-9A-Za-z]{4}$
                  description: What a person recognises the key by.
                state:
                  description: Whether the operator key admits.
                  anyOf:
                    - type: string
                      enum:
                        - active
                        - expired
                        - revoked
                    - type: string
                      maxLength: 64
                      pattern: ^[a-z0-9_.:]+$
                created_at:
                  type: string
                  format: date-time
                  maxLength: 40
                  description: When it was created.
                expires_at:
                  type: string
                  format: date-time
                  maxLength: 40
                  description: When the operator key ends by itself.
                revoked_at:
                  type: string
                  format: date-time
                  maxLength: 40
                  description: When it was revoked.
                etag:
                  type: string
                  description: Strong entity tag of the revision; send it as If-Match.
                  maxLength: 24
                  pattern: ^"r[0-9]{1,20}"$
                audit:
                  $ref: '#/components/schemas/AuditReceipt'
              examples:
                - id: op_Xs3Lq7Tn0Vb9Wm2K
                  name: ci
                  level: operator
                  hint: gko_op_Xs3L…9Wm2
                  state: active
                  created_at: '2026-12-01T00:00:00Z'
                  etag: '"r1"'
            CreatedOperator:
              description: An operator and its key, shown this once.
              allOf:
                - $ref: '#/components/schemas/Operator'
                - type: object
                  required:
                    - secret
                  properties:
                    secret:
                      $ref: '#/components/schemas/Secret'
              examples:
                - id: op_Xs3Lq7Tn0Vb9Wm2K
                  name: ci
                  level: operator
                  hint: gko_op_Xs3L…9Wm2
                  state: active
                  created_at: '2026-12-01T00:00:00Z'
                  etag: '"r1"'
                  secret: gko_op_Xs3Lq7Tn0Vb9Wm2K_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA000000
            OperatorCreate:
              type: object
              description: An operator to create.
              required:
                - name
                - level
              additionalProperties: false
              properties:
                name:
                  type: string
                  minLength: 1
                  maxLength: 128
                  pattern: ^[^\x00-\x20\x7f-\xa0](?:[^\x00-\x1f\x7f-\x9f]*[^\x00-\x20\x7f-\xa0])?$
                  description: Unique among operators.
                level:
                  type: string
                  description: What the operator may do.
                  enum:
                    - auditor
                    - viewer
                    - operator
                    - admin
                expires_at:
                  type: string
                  format: date-time
                  maxLength: 40
                  description: When the operator key ends by itself, at most ten years away; omitted, in 90 days.
                expires_in_seconds:
                  type: integer
                  format: int32
                  minimum: 60
                  maximum: 315360000
                  description: Seconds until then, instead of expires_at.
                never_expires:
                  type: boolean
                  description: It shall have no end; wants never_expires_reason.
                never_expires_reason:
                  type: string
                  minLength: 1
                  maxLength: 512
                  pattern: ^[^\x00-\x20\x7f-\xa0](?:[^\x00-\x1f\x7f-\x9f]*[^\x00-\x20\x7f-\xa0])?$
                  description: Why it has no end.
              examples:
                - name: ci
                  level: operator
                  expires_in_seconds: 43200
            OperatorPatch:
              type: object
              description: Changes to an operator (RFC 7396).
              additionalProperties: false
              properties:
                name:
                  type: string
                  minLength: 1
                  maxLength: 128
                  pattern: ^[^\x00-\x20\x7f-\xa0](?:[^\x00-\x1f\x7f-\x9f]*[^\x00-\x20\x7f-\xa0])?$
                  description: Unique among operators.
                level:
                  type: string
                  description: What the operator may do.
                  enum:
                    - auditor
                    - viewer
                    - operator
                    - admin
                expires_at:
                  type: string
                  format: date-time
                  maxLength: 40
                  description: When the operator key ends by itself, at most ten years away.
                expires_in_seconds:
                  type: integer
                  format: int32
                  minimum: 60
                  maximum: 315360000
                  description: Seconds until then, instead of expires_at.
                never_expires:
                  type: boolean
                  description: It shall have no end; wants never_expires_reason.
                never_expires_reason:
                  type: string
                  minLength: 1
                  maxLength: 512
                  pattern: ^[^\x00-\x20\x7f-\xa0](?:[^\x00-\x1f\x7f-\x9f]*[^\x00-\x20\x7f-\xa0])?$
                  description: Why it has no end.
              examples:
                - level: viewer
            NetworkRange:
              type: string
              maxLength: 49
              pattern: ^[0-9a-fA-F:.]+(?:/[0-9]{1,3})?$
              description: A CIDR range, host bits zero, or one address.
            Restrictions:
              type: object
              description: From where and how a key may be used. What is not stated is not restricted.
              additionalProperties: false
              properties:
                allowed_addresses:
                  type: array
                  description: When not empty, only these addresses may use the key.
                  maxItems: 1024
                  items:
                    $ref: '#/components/schemas/NetworkRange'
                  uniqueItems: true
                denied_addresses:
                  type: array
                  description: These may not, even when allowed. An IPv4 host is meant however it comes, also by NAT64 or 6to4.
                  maxItems: 1024
                  items:
                    $ref: '#/components/schemas/NetworkRange'
                  uniqueItems: true
                methods:
                  type: array
                  description: When present, only these methods.
                  maxItems: 7
                  items:
                    type: string
                    enum:
                      - GET
                      - HEAD
                      - OPTIONS
                      - POST
                      - PUT
                      - PATCH
                      - DELETE
                  uniqueItems: true
                  minItems: 1
                certificates:
                  type: array
                  description: When present, only clients that have shown one of these certificates to the gateway's listener.
                  maxItems: 16
                  items:
                    type: string
                    minLength: 64
                    maxLength: 95
                    pattern: ^(?:[0-9a-fA-F]{64}|[0-9a-fA-F]{2}(?::[0-9a-fA-F]{2}){31})$
                    description: SHA-256 of the certificate, as openssl x509 -fingerprint -sha256 prints it.
                  uniqueItems: true
                allowed_countries:
                  type: array
                  description: >-
                    When present, only addresses in these countries, as the operator's database says. An address that it does not
                    know is in the country unknown, which is allowed only when it is named.
                  maxItems: 256
                  items:
                    $ref: '#/components/schemas/Country'
                  uniqueItems: true
                denied_countries:
                  type: array
                  description: Addresses in these countries may not, even when allowed. Unknown is let in unless it is named.
                  maxItems: 256
                  items:
                    $ref: '#/components/schemas/Country'
                  uniqueItems: true
                allowed_networks:
                  type: array
                  description: When present, only addresses that these autonomous systems announce, as the operator's database says.
                  maxItems: 256
                  items:
                    $ref: '#/components/schemas/NetworkNumber'
                  uniqueItems: true
                denied_networks:
                  type: array
                  description: Addresses that these autonomous systems announce may not, even when allowed.
                  maxItems: 256
                  items:
                    $ref: '#/components/schemas/NetworkNumber'
                  uniqueItems: true
                referrers:
                  type: array
                  description: When present, only beside a Referer of one of these patterns. A claim of the client, no proof.
                  maxItems: 256
                  items:
                    type: string
                    minLength: 3
                    maxLength: 512
                    pattern: ^[!-~]+$
                    examples:
                      - https://*.example.com/*
                  uniqueItems: true
                origins:
                  type: array
                  description: When present, only beside one of these in Origin. A claim of the client, no proof.
                  maxItems: 256
                  items:
                    type: string
                    minLength: 8
                    maxLength: 253
                    pattern: ^https?://(?:\*\.)?[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?)*(?::[1-9][0-9]{0,3})?$
                    examples:
                      - https://app.example.com
                  uniqueItems: true
                applications:
                  $ref: '#/components/schemas/Applications'
                routes:
                  type: array
                  description: When present, only the routes of these names.
                  maxItems: 256
                  items:
                    type: string
                    minLength: 1
                    maxLength: 64
                    pattern: ^[^\x00-\x20\x7f-\xa0](?:[^\x00-\x1f\x7f-\x9f]*[^\x00-\x20\x7f-\xa0])?$
                  uniqueItems: true
                time_windows:
                  type: array
                  description: When present, only while one of these is open. Windows of one time zone must not overlap.
                  maxItems: 32
                  items:
                    $ref: '#/components/schemas/TimeWindow'
                  uniqueItems: true
                maximum_idle_seconds:
                  type: integer
                  format: int32
                  minimum: 1
                  maximum: 315360000
                  description: 'When present, a key that was not used for so many seconds is refused (key_idle) until somebody resumes it. A key that was never used counts from its issue or last rotation.'
              examples:
                - allowed_addresses:
                    - 203.0.113.0/24
            PolicyRestrictions:
              type: object
              description: From where and how a key may be used. What is not stated is not restricted.
              additionalProperties: false
              properties:
                allowed_addresses:
                  type: array
                  description: When not empty, only these addresses may use the keys.
                  maxItems: 100000
                  items:
                    $ref: '#/components/schemas/NetworkRange'
                  uniqueItems: true
                denied_addresses:
                  type: array
                  description: These may not, even when allowed. An IPv4 host is meant however it comes, also by NAT64 or 6to4.
                  maxItems: 100000
                  items:
                    $ref: '#/components/schemas/NetworkRange'
                  uniqueItems: true
                methods:
                  type: array
                  description: When present, only these methods.
                  maxItems: 7
                  items:
                    type: string
                    enum:
                      - GET
                      - HEAD
                      - OPTIONS
                      - POST
                      - PUT
                      - PATCH
                      - DELETE
                  uniqueItems: true
                  minItems: 1
                certificates:
                  type: array
                  description: When present, only clients that have shown one of these certificates to the gateway's listener.
                  maxItems: 16
                  items:
                    type: string
                    minLength: 64
                    maxLength: 95
                    pattern: ^(?:[0-9a-fA-F]{64}|[0-9a-fA-F]{2}(?::[0-9a-fA-F]{2}){31})$
                    description: SHA-256 of the certificate, as openssl x509 -fingerprint -sha256 prints it.
                  uniqueItems: true
                allowed_countries:
                  type: array
                  description: >-
                    When present, only addresses in these countries, as the operator's database says. An address that it does not
                    know is in the country unknown, which is allowed only when it is named.
                  maxItems: 256
                  items:
                    $ref: '#/components/schemas/Country'
                  uniqueItems: true
                denied_countries:
                  type: array
                  description: Addresses in these countries may not, even when allowed. Unknown is let in unless it is named.
                  maxItems: 256
                  items:
                    $ref: '#/components/schemas/Country'
                  uniqueItems: true
                allowed_networks:
                  type: array
                  description: When present, only addresses that these autonomous systems announce, as the operator's database says.
                  maxItems: 256
                  items:
                    $ref: '#/components/schemas/NetworkNumber'
                  uniqueItems: true
                denied_networks:
                  type: array
                  description: Addresses that these autonomous systems announce may not, even when allowed.
                  maxItems: 256
                  items:
                    $ref: '#/components/schemas/NetworkNumber'
                  uniqueItems: true
                referrers:
                  type: array
                  description: When present, only beside a Referer of one of these patterns. A claim of the client, no proof.
                  maxItems: 256
                  items:
                    type: string
                    minLength: 3
                    maxLength: 512
                    pattern: ^[!-~]+$
                    examples:
                      - https://*.example.com/*
                  uniqueItems: true
                origins:
                  type: array
                  description: When present, only beside one of these in Origin. A claim of the client, no proof.
                  maxItems: 256
                  items:
                    type: string
                    minLength: 8
                    maxLength: 253
                    pattern: ^https?://(?:\*\.)?[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?)*(?::[1-9][0-9]{0,3})?$
                    examples:
                      - https://app.example.com
                  uniqueItems: true
                applications:
                  $ref: '#/components/schemas/Applications'
                routes:
                  type: array
                  description: When present, only the routes of these names.
                  maxItems: 256
                  items:
                    type: string
                    minLength: 1
                    maxLength: 64
                    pattern: ^[^\x00-\x20\x7f-\xa0](?:[^\x00-\x1f\x7f-\x9f]*[^\x00-\x20\x7f-\xa0])?$
                  uniqueItems: true
                time_windows:
                  type: array
                  description: When present, only while one of these is open. Windows of one time zone must not overlap.
                  maxItems: 32
                  items:
                    $ref: '#/components/schemas/TimeWindow'
                  uniqueItems: true
                maximum_idle_seconds:
                  type: integer
                  format: int32
                  minimum: 1
                  maximum: 315360000
                  description: 'When present, a key that was not used for so many seconds is refused (key_idle) until somebody resumes it. A key that was never used counts from its issue or last rotation.'
              examples:
                - allowed_addresses:
                    - 203.0.113.0/24
            Country:
              type: string
              description: A country of ISO 3166-1 in two letters, XK, or unknown.
              pattern: ^(?:[A-Za-z]{2}|unknown)$
              maxLength: 7
            NetworkNumber:
              type: string
              description: An autonomous system, or unknown.
              pattern: ^(?:[Aa][Ss][1-9][0-9]{0,9}|unknown)$
              maxLength: 12
            Applications:
              type: object
              description: >-
                Only clients that say they are one of these, in X-Android-Package and X-Android-Cert or in X-Ios-Bundle-Identifier.
                Claims of the client, no proof.
              additionalProperties: false
              properties:
                android:
                  type: array
                  description: Android applications.
                  maxItems: 128
                  items:
                    type: object
                    additionalProperties: false
                    required:
                      - package_name
                      - sha1_fingerprint
                    properties:
                      package_name:
                        type: string
                        description: The name of the package.
                        minLength: 1
                        maxLength: 155
                        pattern: ^[A-Za-z0-9_-]+(?:\.[A-Za-z0-9_-]+)*$
                      sha1_fingerprint:
                        type: string
                        description: SHA-1 of the certificate that signs the application.
                        minLength: 40
                        maxLength: 59
                        pattern: ^(?:[0-9a-fA-F]{40}|[0-9a-fA-F]{2}(?::[0-9a-fA-F]{2}){19})$
                  uniqueItems: true
                bundle_ids:
                  type: array
                  description: iOS applications.
                  maxItems: 128
                  items:
                    type: string
                    minLength: 1
                    maxLength: 155
                    pattern: ^[A-Za-z0-9_-]+(?:\.[A-Za-z0-9_-]+)*$
                  uniqueItems: true
              examples:
                - bundle_ids:
                    - com.example.orders
            TimeWindow:
              type: object
              description: >-
                Hours of some days of the week by the clocks on the wall of a time zone. An hour that a change of clocks leaves out
                is never inside, one that it repeats is inside twice. Where to is not behind from the window goes on over midnight;
                day and dates are those of its beginning.
              additionalProperties: false
              required:
                - days
                - from
                - to
                - time_zone
              properties:
                days:
                  type: array
                  description: On which it begins.
                  minItems: 1
                  maxItems: 7
                  items:
                    type: string
                    enum:
                      - mon
                      - tue
                      - wed
                      - thu
                      - fri
                      - sat
                      - sun
                  uniqueItems: true
                from:
                  type: string
                  description: The first minute inside.
                  maxLength: 5
                  pattern: ^(?:[01][0-9]|2[0-3]):[0-5][0-9]$
                to:
                  type: string
                  description: The first minute outside, up to 24:00.
                  maxLength: 5
                  pattern: ^(?:(?:[01][0-9]|2[0-3]):[0-5][0-9]|24:00)$
                time_zone:
                  type: string
                  description: A zone of the IANA database that the server's system knows.
                  minLength: 1
                  maxLength: 64
                  pattern: ^[A-Za-z][A-Za-z0-9_+-]*(?:/[A-Za-z][A-Za-z0-9_+-]*){0,2}$
                  examples:
                    - Europe/Berlin
                starts_on:
                  type: string
                  format: date
                  description: The first day on which it begins.
                  maxLength: 10
                ends_on:
                  type: string
                  format: date
                  description: The last day on which it begins.
                  maxLength: 10
              examples:
                - days:
                    - mon
                    - fri
                  from: '09:00'
                  to: '17:30'
                  time_zone: Europe/Berlin
            LimitWindow:
              type: object
              description: So many requests in so many seconds.
              required:
                - limit
                - window_seconds
              additionalProperties: false
              properties:
                limit:
                  type: integer
                  format: int32
                  minimum: 1
                  maximum: 1000000000
                  description: Requests.
                window_seconds:
                  type: integer
                  format: int32
                  minimum: 1
                  maximum: 2678400
                  description: In so many seconds.
              examples:
                - limit: 100
                  window_seconds: 60
            LimitInput:
              type: object
              description: A limit to set. `docs/limits.md` teaches its members.
              required:
                - name
              additionalProperties: false
              properties:
                name:
                  type: string
                  minLength: 1
                  maxLength: 64
                  pattern: ^[0-9A-Za-z._-]{1,64}$
                  description: Appears in RateLimit fields.
                scope:
                  description: >-
                    Who shares it: this key alone, all keys of its owner, all that come from one address, all that come from one
                    network (the /24 of IPv4, the /64 of IPv6), or each class of operations by itself.
                  type: string
                  enum:
                    - key
                    - identity
                    - address
                    - address_24
                    - class
                  default: key
                algorithm:
                  description: How it counts.
                  type: string
                  enum:
                    - sliding_window
                    - token_bucket
                    - calendar
                    - concurrency
                  default: sliding_window
                windows:
                  type: array
                  description: Windows of a sliding_window; the rate of a token_bucket.
                  maxItems: 4
                  items:
                    $ref: '#/components/schemas/LimitWindow'
                  uniqueItems: true
                  minItems: 1
                burst:
                  type: integer
                  format: int32
                  minimum: 1
                  maximum: 1000000000
                  description: Size of a token_bucket.
                limit:
                  type: integer
                  format: int32
                  minimum: 1
                  maximum: 1000000000
                  description: Requests of each period of a calendar; requests under way of a concurrency, at most 1000000.
                period:
                  description: The period of a calendar.
                  type: string
                  enum:
                    - hour
                    - day
                    - week
                    - month
                time_zone:
                  type: string
                  minLength: 1
                  maxLength: 64
                  pattern: ^[A-Za-z0-9+_/-]{1,64}$
                  description: 'The IANA zone of a calendar; UTC when it is left out.'
                cost:
                  type: integer
                  format: int32
                  minimum: 0
                  maximum: 1000000
                  description: What a request counts for, whatever its route says.
                on_exceed:
                  description: What becomes of a request over the limit; `reject` when it is left out.
                  type: string
                  enum:
                    - reject
                    - delay
                    - shadow
                delay:
                  $ref: '#/components/schemas/LimitDelayInput'
                warn_below_percent:
                  type: integer
                  format: int32
                  minimum: 1
                  maximum: 99
                  description: Whoever has less left is warned.
                priority:
                  description: Whose limits are lowered first when the node is short of capacity; `normal` when it is left out.
                  type: string
                  enum:
                    - low
                    - normal
                    - high
                penalty:
                  $ref: '#/components/schemas/LimitPenaltyInput'
                schedule:
                  type: array
                  description: Changes of the limit for a time, in order, none over another.
                  maxItems: 16
                  items:
                    $ref: '#/components/schemas/LimitChangeInput'
                trusted:
                  $ref: '#/components/schemas/LimitTrustInput'
              examples:
                - name: default
                  windows:
                    - limit: 100
                      window_seconds: 60
                - name: monthly
                  scope: key
                  algorithm: calendar
                  limit: 100000
                  period: month
                  time_zone: Europe/Berlin
            LimitDelayInput:
              type: object
              description: How requests over a limit wait for room.
              required:
                - maximum_milliseconds
                - maximum_waiting
              additionalProperties: false
              properties:
                maximum_milliseconds:
                  type: integer
                  format: int32
                  minimum: 1
                  maximum: 30000
                  description: The longest wait.
                maximum_waiting:
                  type: integer
                  format: int32
                  minimum: 1
                  maximum: 10000
                  description: How many wait at a time on one event loop.
              examples:
                - maximum_milliseconds: 1000
                  maximum_waiting: 100
            LimitPenaltyInput:
              type: object
              description: A ban for those who go on over a limit, twice as long each time, forgotten by and by.
              required:
                - after_refusals
                - base_seconds
                - maximum_seconds
              additionalProperties: false
              properties:
                after_refusals:
                  type: integer
                  format: int32
                  minimum: 1
                  maximum: 1000000
                  description: Refusals until a ban.
                base_seconds:
                  type: integer
                  format: int32
                  minimum: 1
                  maximum: 86400
                  description: The first ban.
                maximum_seconds:
                  type: integer
                  format: int32
                  minimum: 1
                  maximum: 86400
                  description: The longest ban.
              examples:
                - after_refusals: 100
                  base_seconds: 10
                  maximum_seconds: 3600
            LimitTrustInput:
              type: object
              description: More for a key that has behaved for long. The first act that is held against it takes the raise back at once.
              required:
                - after_clean_days
                - percent
              additionalProperties: false
              properties:
                after_clean_days:
                  type: integer
                  format: int32
                  minimum: 1
                  maximum: 3650
                  description: Days (UTC) in a row in which nothing was held against the key.
                percent:
                  type: integer
                  format: int32
                  minimum: 100
                  maximum: 10000
                  description: How much of the limit holds from then on.
                first_clean_day_at:
                  type: string
                  format: date-time
                  maxLength: 64
                  description: Said by the server; passed over when it is sent back.
                raised_at:
                  type: string
                  format: date-time
                  maxLength: 64
                  description: Said by the server; passed over when it is sent back.
              examples:
                - after_clean_days: 30
                  percent: 150
            LimitChangeInput:
              type: object
              description: Another size of a limit, for a time.
              required:
                - starts_at
                - ends_at
                - percent
              additionalProperties: false
              properties:
                starts_at:
                  type: string
                  format: date-time
                  maxLength: 64
                  description: When it begins.
                ends_at:
                  type: string
                  format: date-time
                  maxLength: 64
                  description: When it ends.
                percent:
                  type: integer
                  format: int32
                  minimum: 1
                  maximum: 10000
                  description: How much of the limit holds.
              examples:
                - starts_at: '2026-11-27T00:00:00Z'
                  ends_at: '2026-12-01T00:00:00Z'
                  percent: 300
            LimitOverrideInput:
              type: object
              description: Other numbers for one of the key's limits, until a date. Windows have the lengths that the limit's have.
              required:
                - limit_name
                - ends_at
                - reason
              additionalProperties: false
              properties:
                limit_name:
                  type: string
                  minLength: 1
                  maxLength: 64
                  pattern: ^[0-9A-Za-z._-]{1,64}$
                  description: The limit.
                algorithm:
                  description: That of the limit.
                  type: string
                  enum:
                    - sliding_window
                    - token_bucket
                    - calendar
                    - concurrency
                windows:
                  type: array
                  description: Windows of a sliding_window; the rate of a token_bucket.
                  maxItems: 4
                  items:
                    $ref: '#/components/schemas/LimitWindow'
                  uniqueItems: true
                  minItems: 1
                burst:
                  type: integer
                  format: int32
                  minimum: 1
                  maximum: 1000000000
                  description: Size of a token_bucket.
                limit:
                  type: integer
                  format: int32
                  minimum: 1
                  maximum: 1000000000
                  description: Of a calendar or a concurrency.
                period:
                  type: string
                  maxLength: 64
                  pattern: ^(hour|day|week|month)$
                  description: Of a calendar, as the limit has it.
                time_zone:
                  type: string
                  maxLength: 64
                  pattern: ^[A-Za-z0-9+_/-]{1,64}$
                  description: Of a calendar, as the limit has it.
                ends_at:
                  type: string
                  format: date-time
                  maxLength: 64
                  description: From then on the limit is what it was.
                reason:
                  type: string
                  minLength: 1
                  maxLength: 256
                  pattern: ^[^\x00-\x20\x7f-\xa0](?:[^\x00-\x1f\x7f-\x9f]*[^\x00-\x20\x7f-\xa0])?$
                  description: Why.
              examples:
                - limit_name: default
                  windows:
                    - limit: 500
                      window_seconds: 60
                  ends_at: '2026-12-01T00:00:00Z'
                  reason: launch of the new client
            CreditsInput:
              type: object
              description: An allowance that is used up, over and above limits, and spent last.
              required:
                - remaining
              additionalProperties: false
              properties:
                remaining:
                  type: integer
                  format: int32
                  minimum: 0
                  maximum: 1000000000
                  description: What there was when they were given.
                refill:
                  $ref: '#/components/schemas/CreditRefillInput'
              examples:
                - remaining: 1000
                  refill:
                    interval: monthly
                    amount: 1000
            CreditRefillInput:
              type: object
              description: When credits are filled up again, whatever is left of them, at midnight UTC.
              required:
                - interval
                - amount
              additionalProperties: false
              properties:
                interval:
                  type: string
                  enum:
                    - daily
                    - weekly
                    - monthly
                  description: How often.
                amount:
                  type: integer
                  format: int32
                  minimum: 1
                  maximum: 1000000000
                  description: To how many.
                day:
                  type: integer
                  format: int32
                  minimum: 1
                  maximum: 31
                  description: The day of a monthly refill; the last of a month that has fewer.
              examples:
                - interval: monthly
                  amount: 1000
                  day: 1
            Limit:
              type: object
              description: A named limit. `docs/limits.md` teaches its members.
              required:
                - name
                - scope
                - algorithm
              properties:
                name:
                  type: string
                  minLength: 1
                  maxLength: 64
                  pattern: ^[0-9A-Za-z._-]{1,64}$
                  description: Appears in RateLimit fields.
                scope:
                  description: >-
                    Who shares it: this key alone, all keys of its owner, all that come from one address, all that come from one
                    network (the /24 of IPv4, the /64 of IPv6), or each class of operations by itself.
                  anyOf:
                    - type: string
                      enum:
                        - key
                        - identity
                        - address
                        - route
                        - global
                        - address_24
                        - class
                    - type: string
                      maxLength: 64
                      pattern: ^[a-z0-9_.:]+$
                algorithm:
                  description: How it counts.
                  anyOf:
                    - type: string
                      enum:
                        - sliding_window
                        - token_bucket
                        - calendar
                        - concurrency
                    - type: string
                      maxLength: 64
                      pattern: ^[a-z0-9_.:]+$
                windows:
                  type: array
                  description: Windows of a sliding_window; the rate of a token_bucket.
                  maxItems: 4
                  items:
                    $ref: '#/components/schemas/LimitWindow'
                burst:
                  type: integer
                  format: int32
                  minimum: 1
                  maximum: 1000000000
                  description: Size of a token_bucket.
                limit:
                  type: integer
                  format: int32
                  minimum: 1
                  maximum: 1000000000
                  description: Requests of each period of a calendar; requests under way of a concurrency, at most 1000000.
                period:
                  description: The period of a calendar.
                  anyOf:
                    - type: string
                      enum:
                        - hour
                        - day
                        - week
                        - month
                    - type: string
                      maxLength: 64
                      pattern: ^[a-z0-9_.:]+$
                time_zone:
                  type: string
                  minLength: 1
                  maxLength: 64
                  pattern: ^[A-Za-z0-9+_/-]{1,64}$
                  description: 'The IANA zone of a calendar; UTC when it is left out.'
                cost:
                  type: integer
                  format: int32
                  minimum: 0
                  maximum: 1000000
                  description: What a request counts for, whatever its route says.
                on_exceed:
                  description: What becomes of a request over the limit; `reject` when it is left out.
                  anyOf:
                    - type: string
                      enum:
                        - reject
                        - delay
                        - shadow
                    - type: string
                      maxLength: 64
                      pattern: ^[a-z0-9_.:]+$
                delay:
                  $ref: '#/components/schemas/LimitDelay'
                warn_below_percent:
                  type: integer
                  format: int32
                  minimum: 1
                  maximum: 99
                  description: Whoever has less left is warned.
                priority:
                  description: Whose limits are lowered first when the node is short of capacity; `normal` when it is left out.
                  anyOf:
                    - type: string
                      enum:
                        - low
                        - normal
                        - high
                    - type: string
                      maxLength: 64
                      pattern: ^[a-z0-9_.:]+$
                penalty:
                  $ref: '#/components/schemas/LimitPenalty'
                schedule:
                  type: array
                  description: Changes of the limit for a time, in order, none over another.
                  maxItems: 16
                  items:
                    $ref: '#/components/schemas/LimitChange'
                trusted:
                  $ref: '#/components/schemas/LimitTrust'
              examples:
                - name: default
                  scope: key
                  algorithm: sliding_window
                  windows:
                    - limit: 100
                      window_seconds: 60
                - name: monthly
                  scope: key
                  algorithm: calendar
                  limit: 100000
                  period: month
                  time_zone: Europe/Berlin
            LimitDelay:
              type: object
              description: How requests over a limit wait for room.
              required:
                - maximum_milliseconds
                - maximum_waiting
              properties:
                maximum_milliseconds:
                  type: integer
                  format: int32
                  minimum: 1
                  maximum: 30000
                  description: The longest wait.
                maximum_waiting:
                  type: integer
                  format: int32
                  minimum: 1
                  maximum: 10000
                  description: How many wait at a time on one event loop.
              examples:
                - maximum_milliseconds: 1000
                  maximum_waiting: 100
            LimitPenalty:
              type: object
              description: A ban for those who go on over a limit, twice as long each time, forgotten by and by.
              required:
                - after_refusals
                - base_seconds
                - maximum_seconds
              properties:
                after_refusals:
                  type: integer
                  format: int32
                  minimum: 1
                  maximum: 1000000
                  description: Refusals until a ban.
                base_seconds:
                  type: integer
                  format: int32
                  minimum: 1
                  maximum: 86400
                  description: The first ban.
                maximum_seconds:
                  type: integer
                  format: int32
                  minimum: 1
                  maximum: 86400
                  description: The longest ban.
              examples:
                - after_refusals: 100
                  base_seconds: 10
                  maximum_seconds: 3600
            LimitTrust:
              type: object
              description: More for a key that has behaved for long. The first act that is held against it takes the raise back at once.
              required:
                - after_clean_days
                - percent
              properties:
                after_clean_days:
                  type: integer
                  format: int32
                  minimum: 1
                  maximum: 3650
                  description: Days (UTC) in a row in which nothing was held against the key.
                percent:
                  type: integer
                  format: int32
                  minimum: 100
                  maximum: 10000
                  description: How much of the limit holds from then on.
                first_clean_day_at:
                  type: string
                  format: date-time
                  maxLength: 64
                  description: The first clean day, at its beginning.
                raised_at:
                  type: string
                  format: date-time
                  maxLength: 64
                  description: From when on the limit is raised, if nothing happens.
              examples:
                - after_clean_days: 30
                  percent: 150
                  first_clean_day_at: '2026-11-01T00:00:00Z'
                  raised_at: '2026-12-01T00:00:00Z'
            LimitChange:
              type: object
              description: Another size of a limit, for a time.
              required:
                - starts_at
                - ends_at
                - percent
              properties:
                starts_at:
                  type: string
                  format: date-time
                  maxLength: 64
                  description: When it begins.
                ends_at:
                  type: string
                  format: date-time
                  maxLength: 64
                  description: When it ends.
                percent:
                  type: integer
                  format: int32
                  minimum: 1
                  maximum: 10000
                  description: How much of the limit holds.
              examples:
                - starts_at: '2026-11-27T00:00:00Z'
                  ends_at: '2026-12-01T00:00:00Z'
                  percent: 300
            LimitOverride:
              type: object
              description: Other numbers for one of the key's limits, until a date. Windows have the lengths that the limit's have.
              required:
                - limit_name
                - ends_at
                - reason
              properties:
                limit_name:
                  type: string
                  minLength: 1
                  maxLength: 64
                  pattern: ^[0-9A-Za-z._-]{1,64}$
                  description: The limit.
                algorithm:
                  description: That of the limit.
                  anyOf:
                    - type: string
                      enum:
                        - sliding_window
                        - token_bucket
                        - calendar
                        - concurrency
                    - type: string
                      maxLength: 64
                      pattern: ^[a-z0-9_.:]+$
                windows:
                  type: array
                  description: Windows of a sliding_window; the rate of a token_bucket.
                  maxItems: 4
                  items:
                    $ref: '#/components/schemas/LimitWindow'
                burst:
                  type: integer
                  format: int32
                  minimum: 1
                  maximum: 1000000000
                  description: Size of a token_bucket.
                limit:
                  type: integer
                  format: int32
                  minimum: 1
                  maximum: 1000000000
                  description: Of a calendar or a concurrency.
                period:
                  type: string
                  maxLength: 64
                  pattern: ^(hour|day|week|month)$
                  description: Of a calendar, as the limit has it.
                time_zone:
                  type: string
                  maxLength: 64
                  pattern: ^[A-Za-z0-9+_/-]{1,64}$
                  description: Of a calendar, as the limit has it.
                ends_at:
                  type: string
                  format: date-time
                  maxLength: 64
                  description: From then on the limit is what it was.
                reason:
                  type: string
                  minLength: 1
                  maxLength: 256
                  pattern: '^[^\x00-\x1f]*$'
                  description: Why.
              examples:
                - limit_name: default
                  windows:
                    - limit: 500
                      window_seconds: 60
                  ends_at: '2026-12-01T00:00:00Z'
                  reason: launch of the new client
            Credits:
              type: object
              description: An allowance that is used up, over and above limits, and spent last.
              required:
                - remaining
              properties:
                remaining:
                  type: integer
                  format: int32
                  minimum: 0
                  maximum: 1000000000
                  description: What there was when they were given.
                set_at:
                  type: string
                  format: date-time
                  maxLength: 64
                  readOnly: true
                  description: When they were given.
                refill:
                  $ref: '#/components/schemas/CreditRefill'
              examples:
                - remaining: 1000
                  refill:
                    interval: monthly
                    amount: 1000
            CreditRefill:
              type: object
              description: When credits are filled up again, whatever is left of them, at midnight UTC.
              required:
                - interval
                - amount
              properties:
                interval:
                  anyOf:
                    - type: string
                      enum:
                        - daily
                        - weekly
                        - monthly
                    - type: string
                      maxLength: 64
                      pattern: ^[a-z0-9_.:]+$
                  description: How often.
                amount:
                  type: integer
                  format: int32
                  minimum: 1
                  maximum: 1000000000
                  description: To how many.
                day:
                  type: integer
                  format: int32
                  minimum: 1
                  maximum: 31
                  description: The day of a monthly refill; the last of a month that has fewer.
              examples:
                - interval: monthly
                  amount: 1000
                  day: 1
            Caller:
              type: object
              description: Who used a version, exact to a minute.
              required:
                - last_used_at
                - address
                - user_agent
                - route
              properties:
                last_used_at:
                  type: string
                  format: date-time
                  maxLength: 40
                  description: When it was last seen.
                address:
                  type: string
                  maxLength: 45
                  pattern: ^[0-9a-fA-F:.]+$
                  description: Its address.
                user_agent:
                  type: string
                  maxLength: 512
                  pattern: ^[^\x00]*$
                  description: What it calls itself.
                route:
                  type: string
                  maxLength: 64
                  pattern: ^[^\x00]*$
                  description: The route it used.
              examples:
                - last_used_at: '2026-12-01T00:00:00Z'
                  address: 203.0.113.7
                  user_agent: curl/8.5.0
                  route: orders
            KeyVersion:
              type: object
              description: One secret of a key.
              required:
                - number
                - state
                - hint
                - created_at
              properties:
                number:
                  type: integer
                  format: int32
                  minimum: 1
                  maximum: 2147483647
                  description: 1 for the secret the key was issued with, then counting up.
                state:
                  description: Where it stands in the key's rotation.
                  anyOf:
                    - type: string
                      enum:
                        - pending
                        - current
                        - retiring
                        - retired
                        - revoked
                    - type: string
                      maxLength: 64
                      pattern: ^[a-z0-9_.:]+$
                hint:
                  type: string
                  maxLength: 64
                  pattern: ^[a-z0-9]+_[a-z0-9]+_[0-9A-Za-z]{4}…([0-9A-Za-z]{4})?$
                  description: What a person recognises the key by.
                created_at:
                  type: string
                  format: date-time
                  maxLength: 40
                  description: When it was made.
                ends_at:
                  type: string
                  format: date-time
                  maxLength: 40
                  description: From this moment on it admits nobody.
                first_used_at:
                  type: string
                  format: date-time
                  maxLength: 40
                  description: When it was first used.
                revoked_at:
                  type: string
                  format: date-time
                  maxLength: 40
                  description: When it was revoked by itself.
                last_used:
                  $ref: '#/components/schemas/Caller'
                is_nested:
                  type: boolean
                  description: Whether its digest lies in one under a newer pepper, since the one it was made under has leaked; there only when it does.
              examples:
                - number: 1
                  state: current
                  hint: gk_live_K7Qm…x9Zt
                  created_at: '2026-12-01T00:00:00Z'
            Receipt:
              type: object
              description: How far the gateway has acted. New requests were refused from the answer on in any case.
              required:
                - acknowledged
                - loops
                - is_pending
              properties:
                acknowledged:
                  type: integer
                  format: int64
                  minimum: 0
                  maximum: 9007199254740991
                  description: Event loops of the gateway that have cut what was in flight.
                loops:
                  type: integer
                  format: int64
                  minimum: 0
                  maximum: 9007199254740991
                  description: Event loops there are.
                is_pending:
                  type: boolean
                  description: Some loop had not acted within a second.
              examples:
                - acknowledged: 2
                  loops: 2
                  is_pending: false
            AuditReceipt:
              type: object
              description: Where the act stands in the audit log, and the proof. Only in the answer to an act that changed something.
              required:
                - sequence
                - proof
              properties:
                first_sequence:
                  type: integer
                  format: int64
                  minimum: 0
                  maximum: 9007199254740991
                  description: The first entry of an act that has several.
                sequence:
                  type: integer
                  format: int64
                  minimum: 0
                  maximum: 9007199254740991
                  description: The last entry of the act.
                proof:
                  type: string
                  maxLength: 94208
                  pattern: ^c2sp\.org/tlog-proof@v1\n
                  description: That this entry is in the log (C2SP tlog-proof), to be checked offline with the log's public key.
              examples:
                - sequence: 1
                  proof: |
                    c2sp.org/tlog-proof@v1
                    index 1
                    Vxc3LUEsHGjGJQoVAT2aEqTzdbYxKQt9bHQTDHXxB+w=

                    gatehouse/K7Qm2xTb9LrV0sWz
                    2
                    zUVHrQs5MRUJ/qYFEVYKrrF5nHn5Uxq1fQ2tBQhdOJU=

                    — gatehouse/K7Qm2xTb9LrV0sWz xVZ1sQ==
            Rotation:
              type: object
              description: A change of secret. The key keeps everything else.
              required:
                - id
                - key_id
                - state
                - new_version
                - overlap_seconds
                - started_at
                - hard_stop_at
                - ends_at
                - callers_on_old
              properties:
                id:
                  $ref: '#/components/schemas/RotationID'
                key_id:
                  $ref: '#/components/schemas/KeyID'
                state:
                  description: How far it has come.
                  anyOf:
                    - type: string
                      enum:
                        - pending
                        - overlapping
                        - finished
                        - cancelled
                    - type: string
                      maxLength: 64
                      pattern: ^[a-z0-9_.:]+$
                new_version:
                  type: integer
                  format: int32
                  minimum: 1
                  maximum: 2147483647
                  description: The version it added.
                overlap_seconds:
                  type: integer
                  format: int32
                  minimum: 0
                  maximum: 7776000
                  description: How long the old versions live on after the first use of the new one.
                started_at:
                  type: string
                  format: date-time
                  maxLength: 40
                  description: When it began.
                hard_stop_at:
                  type: string
                  format: date-time
                  maxLength: 40
                  description: Ends it whatever happens.
                ends_at:
                  type: string
                  format: date-time
                  maxLength: 40
                  description: When the old versions end, as far as is known.
                new_version_first_used_at:
                  type: string
                  format: date-time
                  maxLength: 40
                  description: When the overlap began to run.
                cancelled_at:
                  type: string
                  format: date-time
                  maxLength: 40
                  description: When it was taken back.
                callers_on_old:
                  type: array
                  description: Who still uses an old version.
                  maxItems: 512
                  items:
                    $ref: '#/components/schemas/Caller'
                receipt:
                  $ref: '#/components/schemas/Receipt'
                audit:
                  $ref: '#/components/schemas/AuditReceipt'
              examples:
                - id: rot_p9Vx4Lm1Tz7KcQ2s
                  key_id: key_K7Qm2xTb9LrV0sWz
                  state: pending
                  new_version: 2
                  overlap_seconds: 86400
                  started_at: '2026-12-01T00:00:00Z'
                  hard_stop_at: '2026-12-08T00:00:00Z'
                  ends_at: '2026-12-08T00:00:00Z'
                  callers_on_old: []
            CreatedRotation:
              description: A rotation and the new secret, shown this once.
              allOf:
                - $ref: '#/components/schemas/Rotation'
                - type: object
                  required:
                    - secret
                  properties:
                    secret:
                      $ref: '#/components/schemas/Secret'
              examples:
                - id: rot_p9Vx4Lm1Tz7KcQ2s
                  key_id: key_K7Qm2xTb9LrV0sWz
                  state: pending
                  new_version: 2
                  overlap_seconds: 86400
                  started_at: '2026-12-01T00:00:00Z'
                  hard_stop_at: '2026-12-08T00:00:00Z'
                  ends_at: '2026-12-08T00:00:00Z'
                  callers_on_old: []
                  secret: gk_live_K7Qm2xTb9LrV0sWz_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA000000
            RotationCreate:
              type: object
              description: How to rotate.
              additionalProperties: false
              properties:
                overlap_seconds:
                  type: integer
                  format: int32
                  minimum: 0
                  maximum: 7776000
                  description: How long the old versions live on after the first use of the new one; 0 ends them with the answer.
                  default: 86400
                hard_stop_seconds:
                  type: integer
                  format: int32
                  minimum: 1
                  maximum: 7776000
                  description: Ends the overlap so long after now, whatever happens.
                  default: 604800
                reason:
                  type: string
                  minLength: 1
                  maxLength: 512
                  pattern: ^[^\x00-\x20\x7f-\xa0](?:[^\x00-\x1f\x7f-\x9f]*[^\x00-\x20\x7f-\xa0])?$
                  description: Why.
              examples:
                - overlap_seconds: 86400
            StateChange:
              type: object
              description: Who brought about a state, when and why.
              required:
                - actor
                - changed_at
              properties:
                actor:
                  type: string
                  maxLength: 64
                  pattern: ^[^\x00]*$
                  description: Who.
                changed_at:
                  type: string
                  format: date-time
                  maxLength: 40
                  description: When.
                reason:
                  type: string
                  maxLength: 512
                  pattern: ^[^\x00]*$
                  description: Why.
              examples:
                - actor: local:0
                  changed_at: '2026-12-01T00:00:00Z'
                  reason: left the company
            Owner:
              type: object
              description: The identity that answers for the key.
              required:
                - type
                - id
              properties:
                type:
                  description: What kind of owner it is.
                  anyOf:
                    - type: string
                      enum:
                        - person
                        - service
                        - team
                    - type: string
                      maxLength: 64
                      pattern: ^[a-z0-9_.:]+$
                id:
                  $ref: '#/components/schemas/IdentityID'
              examples:
                - type: team
                  id: idn_b5Nq8WfT3xYh1LcM
            Key:
              type: object
              description: 'An API key: who owns it, what it may do, and the versions of its secret.'
              required:
                - id
                - project_id
                - environment_id
                - name
                - hint
                - state
                - tags
                - metadata
                - roles
                - permissions
                - denied_permissions
                - boundary
                - restrictions
                - limits
                - never_expires
                - versions
                - created_at
                - created_by
                - etag
              properties:
                id:
                  $ref: '#/components/schemas/KeyID'
                project_id:
                  $ref: '#/components/schemas/ProjectID'
                environment_id:
                  $ref: '#/components/schemas/EnvironmentID'
                name:
                  type: string
                  minLength: 1
                  maxLength: 128
                  pattern: ^[^\x00-\x20\x7f-\xa0](?:[^\x00-\x1f\x7f-\x9f]*[^\x00-\x20\x7f-\xa0])?$
                  description: For people.
                hint:
                  type: string
                  maxLength: 64
                  pattern: ^[a-z0-9]+_[a-z0-9]+_[0-9A-Za-z]{4}…([0-9A-Za-z]{4})?$
                  description: What a person recognises the key by.
                state:
                  description: What the key is now, time included.
                  anyOf:
                    - type: string
                      enum:
                        - active
                        - suspended
                        - quarantined
                        - revoked
                        - expired
                    - type: string
                      maxLength: 64
                      pattern: ^[a-z0-9_.:]+$
                state_change:
                  $ref: '#/components/schemas/StateChange'
                revokes_at:
                  type: string
                  format: date-time
                  maxLength: 40
                  description: End of the grace period of an announced revocation.
                suspends_at:
                  type: string
                  format: date-time
                  maxLength: 40
                  description: When the key will be suspended because nobody uses it. There once notice was given.
                owner:
                  $ref: '#/components/schemas/Owner'
                tags:
                  type: array
                  description: Labels to find it by.
                  maxItems: 32
                  items:
                    type: string
                    minLength: 1
                    maxLength: 64
                    pattern: ^[A-Za-z0-9._:/@-]+$
                    description: A label.
                  uniqueItems: true
                metadata:
                  type: object
                  description: Free text by name.
                  maxProperties: 32
                  propertyNames:
                    type: string
                    minLength: 1
                    maxLength: 64
                    pattern: ^[A-Za-z0-9._:/@-]+$
                    description: Name.
                  additionalProperties:
                    type: string
                    minLength: 1
                    maxLength: 512
                    pattern: ^[^\x00-\x20\x7f-\xa0](?:[^\x00-\x1f\x7f-\x9f]*[^\x00-\x20\x7f-\xa0])?$
                    description: Value.
                roles:
                  type: array
                  description: Its roles.
                  maxItems: 32
                  items:
                    $ref: '#/components/schemas/RoleID'
                permissions:
                  type: array
                  description: Direct grants.
                  maxItems: 256
                  items:
                    $ref: '#/components/schemas/PermissionPattern'
                  uniqueItems: true
                denied_permissions:
                  type: array
                  description: Direct denials.
                  maxItems: 256
                  items:
                    $ref: '#/components/schemas/PermissionPattern'
                  uniqueItems: true
                boundary:
                  description: The outer limit, whatever was granted.
                  anyOf:
                    - type: string
                      enum:
                        - read_only
                        - standard
                        - admin
                    - type: string
                      maxLength: 64
                      pattern: ^[a-z0-9_.:]+$
                grants:
                  type: array
                  description: Rights it has for a time.
                  maxItems: 8
                  items:
                    $ref: '#/components/schemas/Grant'
                withdrawn_routes:
                  type: array
                  description: Routes that were taken from it.
                  maxItems: 256
                  items:
                    type: string
                    minLength: 1
                    maxLength: 64
                    pattern: ^[^\x00-\x20\x7f-\xa0](?:[^\x00-\x1f\x7f-\x9f]*[^\x00-\x20\x7f-\xa0])?$
                    description: Name of a route.
                  uniqueItems: true
                restrictions:
                  $ref: '#/components/schemas/Restrictions'
                limits:
                  type: array
                  description: Its limits.
                  maxItems: 8
                  items:
                    $ref: '#/components/schemas/Limit'
                limit_overrides:
                  type: array
                  description: Other numbers for some of its limits, each until a date.
                  maxItems: 8
                  items:
                    $ref: '#/components/schemas/LimitOverride'
                credits:
                  $ref: '#/components/schemas/Credits'
                starts_at:
                  type: string
                  format: date-time
                  maxLength: 40
                  description: Before this moment it admits nobody.
                expires_at:
                  type: string
                  format: date-time
                  maxLength: 40
                  description: When it ends by itself; absent when it never does.
                never_expires:
                  type: boolean
                  description: It has no end; said explicitly.
                never_expires_reason:
                  type: string
                  maxLength: 512
                  pattern: ^[^\x00]*$
                  description: Why it has no end.
                versions:
                  type: array
                  description: Its secrets, oldest first.
                  maxItems: 32
                  items:
                    $ref: '#/components/schemas/KeyVersion'
                rotation:
                  $ref: '#/components/schemas/Rotation'
                created_at:
                  type: string
                  format: date-time
                  maxLength: 40
                  description: When it was issued.
                created_by:
                  type: string
                  maxLength: 64
                  pattern: ^[^\x00]*$
                  description: Who issued it.
                imported:
                  $ref: '#/components/schemas/ImportedOrigin'
                last_used:
                  $ref: '#/components/schemas/Caller'
                receipt:
                  $ref: '#/components/schemas/Receipt'
                audit:
                  $ref: '#/components/schemas/AuditReceipt'
                etag:
                  type: string
                  description: Strong entity tag of the revision; send it as If-Match.
                  maxLength: 24
                  pattern: ^"r[0-9]{1,20}"$
              examples:
                - id: key_K7Qm2xTb9LrV0sWz
                  project_id: prj_7Yk2mQx04LrTz9Wb
                  environment_id: env_Kc81Zs0pQv5TnR2x
                  name: billing worker
                  hint: gk_live_K7Qm…x9Zt
                  state: active
                  tags:
                    - billing
                  metadata: {}
                  roles:
                    - role_m4Rt9Kp2Vx7QzL0c
                  permissions: []
                  denied_permissions: []
                  boundary: standard
                  restrictions:
                    allowed_addresses: []
                    denied_addresses: []
                  limits: []
                  expires_at: '2027-03-01T00:00:00Z'
                  never_expires: false
                  versions:
                    - number: 1
                      state: current
                      hint: gk_live_K7Qm…x9Zt
                      created_at: '2026-12-01T00:00:00Z'
                  created_at: '2026-12-01T00:00:00Z'
                  created_by: local:0
                  etag: '"r1"'
            CreatedKey:
              description: A key and its secret, shown this once.
              allOf:
                - $ref: '#/components/schemas/Key'
                - type: object
                  required:
                    - secret
                  properties:
                    secret:
                      $ref: '#/components/schemas/Secret'
              examples:
                - id: key_K7Qm2xTb9LrV0sWz
                  project_id: prj_7Yk2mQx04LrTz9Wb
                  environment_id: env_Kc81Zs0pQv5TnR2x
                  name: billing worker
                  hint: gk_live_K7Qm…x9Zt
                  state: active
                  tags:
                    - billing
                  metadata: {}
                  roles:
                    - role_m4Rt9Kp2Vx7QzL0c
                  permissions: []
                  denied_permissions: []
                  boundary: standard
                  restrictions:
                    allowed_addresses: []
                    denied_addresses: []
                  limits: []
                  expires_at: '2027-03-01T00:00:00Z'
                  never_expires: false
                  versions:
                    - number: 1
                      state: current
                      hint: gk_live_K7Qm…x9Zt
                      created_at: '2026-12-01T00:00:00Z'
                  created_at: '2026-12-01T00:00:00Z'
                  created_by: local:0
                  etag: '"r1"'
                  secret: gk_live_K7Qm2xTb9LrV0sWz_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA000000
            KeyCreate:
              type: object
              description: A key to issue.
              required:
                - environment_id
                - name
              additionalProperties: false
              properties:
                environment_id:
                  $ref: '#/components/schemas/EnvironmentID'
                name:
                  type: string
                  minLength: 1
                  maxLength: 128
                  pattern: ^[^\x00-\x20\x7f-\xa0](?:[^\x00-\x1f\x7f-\x9f]*[^\x00-\x20\x7f-\xa0])?$
                  description: For people.
                owner_id:
                  $ref: '#/components/schemas/IdentityID'
                tags:
                  type: array
                  description: Labels to find it by.
                  maxItems: 32
                  items:
                    type: string
                    minLength: 1
                    maxLength: 64
                    pattern: ^[A-Za-z0-9._:/@-]+$
                    description: A label.
                  uniqueItems: true
                metadata:
                  type: object
                  description: Free text by name.
                  maxProperties: 32
                  propertyNames:
                    type: string
                    minLength: 1
                    maxLength: 64
                    pattern: ^[A-Za-z0-9._:/@-]+$
                    description: Name.
                  additionalProperties:
                    type: string
                    minLength: 1
                    maxLength: 512
                    pattern: ^[^\x00-\x20\x7f-\xa0](?:[^\x00-\x1f\x7f-\x9f]*[^\x00-\x20\x7f-\xa0])?$
                    description: Value.
                roles:
                  type: array
                  description: Its roles.
                  maxItems: 32
                  items:
                    $ref: '#/components/schemas/RoleID'
                  uniqueItems: true
                permissions:
                  type: array
                  description: Direct grants.
                  maxItems: 256
                  items:
                    $ref: '#/components/schemas/PermissionPattern'
                  uniqueItems: true
                denied_permissions:
                  type: array
                  description: Direct denials.
                  maxItems: 256
                  items:
                    $ref: '#/components/schemas/PermissionPattern'
                  uniqueItems: true
                boundary:
                  type: string
                  description: The outer limit, whatever was granted.
                  enum:
                    - read_only
                    - standard
                    - admin
                restrictions:
                  $ref: '#/components/schemas/Restrictions'
                limits:
                  type: array
                  description: Its limits.
                  maxItems: 8
                  items:
                    $ref: '#/components/schemas/LimitInput'
                  uniqueItems: true
                limit_overrides:
                  type: array
                  description: Other numbers for some of its limits, each until a date.
                  maxItems: 8
                  items:
                    $ref: '#/components/schemas/LimitOverrideInput'
                  uniqueItems: true
                credits:
                  $ref: '#/components/schemas/CreditsInput'
                starts_at:
                  type: string
                  format: date-time
                  maxLength: 40
                  description: Before this moment it admits nobody.
                expires_at:
                  type: string
                  format: date-time
                  maxLength: 40
                  description: When it ends by itself, at most ten years away; omitted, the project's policy says.
                expires_in_seconds:
                  type: integer
                  format: int32
                  minimum: 60
                  maximum: 315360000
                  description: Seconds until then, instead of expires_at.
                never_expires:
                  type: boolean
                  description: It shall have no end; wants never_expires_reason.
                never_expires_reason:
                  type: string
                  minLength: 1
                  maxLength: 512
                  pattern: ^[^\x00-\x20\x7f-\xa0](?:[^\x00-\x1f\x7f-\x9f]*[^\x00-\x20\x7f-\xa0])?$
                  description: Why it has no end.
              examples:
                - environment_id: env_Kc81Zs0pQv5TnR2x
                  name: billing worker
                  owner_id: idn_b5Nq8WfT3xYh1LcM
                  permissions:
                    - invoices:read
            ImportedOrigin:
              type: object
              description: Where an imported key came from. Absent from keys that were issued here.
              required:
                - source
                - foreign_id
                - strength
              properties:
                source:
                  description: The system.
                  anyOf:
                    - type: string
                      enum:
                        - csv
                        - json
                        - unkey
                        - kong
                        - apisix
                        - tyk
                        - aws
                    - type: string
                      maxLength: 64
                      pattern: ^[a-z0-9_.:]+$
                foreign_id:
                  type: string
                  maxLength: 256
                  pattern: ^[^\x00]*$
                  description: What that system calls it.
                strength:
                  description: How its foreign token is told. Weak ones are behind a slow hash; one to reissue admits nobody before a
                    rotation.
                  anyOf:
                    - type: string
                      enum:
                        - strong
                        - weak
                        - reissue
                    - type: string
                      maxLength: 64
                      pattern: ^[a-z0-9_.:]+$
              examples:
                - source: kong
                  foreign_id: 1d8f0c5e-6a55-4f0e-9d1b-7a3f6f6f0a11
                  strength: strong
            KeyImport:
              type: object
              description: Keys of another system to import.
              required:
                - environment_id
                - source
                - keys
              additionalProperties: false
              dependentRequired:
                generator:
                  - length
                length:
                  - generator
              properties:
                environment_id:
                  $ref: '#/components/schemas/EnvironmentID'
                source:
                  type: string
                  description: Where they come from.
                  enum:
                    - csv
                    - json
                    - unkey
                    - kong
                    - apisix
                    - tyk
                    - aws
                owner_id:
                  $ref: '#/components/schemas/IdentityID'
                generator:
                  type: string
                  description: What the random part of a token was drawn from, evenly, by a secure generator; chosen says that it was
                    not. Together with length.
                  enum:
                    - digits
                    - hex
                    - base32
                    - base36
                    - base58
                    - base62
                    - base64
                    - uuid4
                    - chosen
                length:
                  type: integer
                  format: int32
                  minimum: 0
                  maximum: 512
                  description: Random characters in a token. Below 112 bits in all, or undeclared, a token counts as weak.
                expires_at:
                  type: string
                  format: date-time
                  maxLength: 40
                  description: When it ends by itself, at most ten years away; omitted, the project's policy says.
                expires_in_seconds:
                  type: integer
                  format: int32
                  minimum: 60
                  maximum: 315360000
                  description: Seconds until then, instead of expires_at.
                never_expires:
                  type: boolean
                  description: It shall have no end; wants never_expires_reason.
                never_expires_reason:
                  type: string
                  minLength: 1
                  maxLength: 512
                  pattern: ^[^\x00-\x20\x7f-\xa0](?:[^\x00-\x1f\x7f-\x9f]*[^\x00-\x20\x7f-\xa0])?$
                  description: Why it has no end.
                keys:
                  type: array
                  description: The keys.
                  minItems: 1
                  maxItems: 100
                  items:
                    $ref: '#/components/schemas/ForeignKey'
              examples:
                - environment_id: env_Kc81Zs0pQv5TnR2x
                  source: kong
                  generator: base62
                  length: 32
                  keys:
                    - foreign_id: 1d8f0c5e-6a55-4f0e-9d1b-7a3f6f6f0a11
                      name: billing worker
                      token: hB7vQ2mZxW4kT9rLc0DsYp6NfGj3Ua1E
            ForeignKey:
              type: object
              description: A key as the other system tells of it.
              required:
                - foreign_id
                - name
              additionalProperties: false
              oneOf:
                - required:
                    - token
                - required:
                    - hash
              dependentRequired:
                generator:
                  - length
                length:
                  - generator
              properties:
                line:
                  type: integer
                  format: int64
                  minimum: 1
                  maximum: 4294967295
                  description: Where it stands in the file it was read from; comes back in its outcome.
                foreign_id:
                  type: string
                  minLength: 1
                  maxLength: 256
                  pattern: ^[^\x00-\x20\x7f-\xa0](?:[^\x00-\x1f\x7f-\x9f]*[^\x00-\x20\x7f-\xa0])?$
                  description: What the other system calls it. Known already, the key stays as it is.
                name:
                  type: string
                  minLength: 1
                  maxLength: 128
                  pattern: ^[^\x00-\x20\x7f-\xa0](?:[^\x00-\x1f\x7f-\x9f]*[^\x00-\x20\x7f-\xa0])?$
                  description: For people.
                token:
                  type: string
                  minLength: 8
                  maxLength: 512
                  pattern: ^[\x21-\x7e]+$
                  description: Its token, of which only a keyed digest is kept.
                hash:
                  $ref: '#/components/schemas/ForeignHash'
                owner:
                  type: string
                  minLength: 1
                  maxLength: 128
                  pattern: ^[^\x00-\x20\x7f-\xa0](?:[^\x00-\x1f\x7f-\x9f]*[^\x00-\x20\x7f-\xa0])?$
                  description: Name of the identity that owns it; made when it is not there.
                permissions:
                  type: array
                  description: Direct grants.
                  maxItems: 256
                  items:
                    $ref: '#/components/schemas/PermissionPattern'
                  uniqueItems: true
                roles:
                  type: array
                  description: Names of its roles.
                  maxItems: 32
                  items:
                    type: string
                    minLength: 1
                    maxLength: 63
                    pattern: ^[a-z0-9][a-z0-9-]{0,62}$
                    description: Name of a role.
                  uniqueItems: true
                tags:
                  type: array
                  description: Labels to find it by.
                  maxItems: 32
                  items:
                    type: string
                    minLength: 1
                    maxLength: 64
                    pattern: ^[A-Za-z0-9._:/@-]+$
                    description: A label.
                  uniqueItems: true
                metadata:
                  type: object
                  description: Free text by name.
                  maxProperties: 32
                  propertyNames:
                    type: string
                    minLength: 1
                    maxLength: 64
                    pattern: ^[A-Za-z0-9._:/@-]+$
                    description: Name.
                  additionalProperties:
                    type: string
                    minLength: 1
                    maxLength: 512
                    pattern: ^[^\x00-\x20\x7f-\xa0](?:[^\x00-\x1f\x7f-\x9f]*[^\x00-\x20\x7f-\xa0])?$
                    description: Value.
                limits:
                  type: array
                  description: Its limits.
                  maxItems: 8
                  items:
                    $ref: '#/components/schemas/LimitInput'
                  uniqueItems: true
                expires_at:
                  type: string
                  format: date-time
                  maxLength: 40
                  description: When it ends by itself; omitted, the import says.
                enabled:
                  type: boolean
                  description: Whether it admits; false comes in suspended.
                generator:
                  type: string
                  description: What the random part of a token was drawn from, evenly, by a secure generator; chosen says that it was
                    not. Together with length.
                  enum:
                    - digits
                    - hex
                    - base32
                    - base36
                    - base58
                    - base62
                    - base64
                    - uuid4
                    - chosen
                length:
                  type: integer
                  format: int32
                  minimum: 0
                  maximum: 512
                  description: Random characters in a token. Below 112 bits in all, or undeclared, a token counts as weak.
              examples:
                - foreign_id: 1d8f0c5e-6a55-4f0e-9d1b-7a3f6f6f0a11
                  name: billing worker
                  token: hB7vQ2mZxW4kT9rLc0DsYp6NfGj3Ua1E
            ForeignHash:
              type: object
              description: The hash of a token that the other system kept.
              required:
                - algorithm
              additionalProperties: false
              properties:
                algorithm:
                  type: string
                  minLength: 1
                  maxLength: 64
                  pattern: ^[A-Za-z0-9._:/@-]+$
                  description: sha256, sha384 or sha512. Any other proves nothing, so that the key waits for a rotation.
                value:
                  type: string
                  minLength: 1
                  maxLength: 128
                  pattern: ^[0-9A-Za-z+/_=-]+$
                  description: The hash in hexadecimal or base64.
              examples:
                - algorithm: sha256
                  value: 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08
            ImportOutcome:
              type: object
              description: What became of the keys of an import, or would become.
              required:
                - created
                - unchanged
                - refused
                - created_identities
                - keys
              properties:
                dry_run:
                  type: boolean
                  description: Nothing was changed.
                created:
                  type: integer
                  format: int64
                  minimum: 0
                  maximum: 9007199254740991
                  description: Keys that are new.
                unchanged:
                  type: integer
                  format: int64
                  minimum: 0
                  maximum: 9007199254740991
                  description: Keys that were imported before.
                refused:
                  type: integer
                  format: int64
                  minimum: 0
                  maximum: 9007199254740991
                  description: Keys that were left out.
                created_identities:
                  type: integer
                  format: int64
                  minimum: 0
                  maximum: 9007199254740991
                  description: Owners that are new.
                keys:
                  type: array
                  description: One outcome for each key, in their order.
                  maxItems: 100
                  items:
                    $ref: '#/components/schemas/ImportItem'
                audit:
                  $ref: '#/components/schemas/AuditReceipt'
              examples:
                - created: 1
                  unchanged: 0
                  refused: 0
                  created_identities: 0
                  keys:
                    - line: 1
                      foreign_id: 1d8f0c5e-6a55-4f0e-9d1b-7a3f6f6f0a11
                      result: created
                      key_id: key_K7Qm2xTb9LrV0sWz
                      strength: strong
            ImportItem:
              type: object
              description: One key's outcome.
              required:
                - line
                - foreign_id
                - result
              properties:
                line:
                  type: integer
                  format: int64
                  minimum: 1
                  maximum: 4294967295
                  description: Where it stands in the file it was read from, or its place in the request.
                foreign_id:
                  type: string
                  maxLength: 256
                  pattern: ^[^\x00]*$
                  description: What the other system calls it.
                result:
                  description: What became of it, or would become in a dry run.
                  anyOf:
                    - type: string
                      enum:
                        - created
                        - unchanged
                        - refused
                    - type: string
                      maxLength: 64
                      pattern: ^[a-z0-9_.:]+$
                key_id:
                  $ref: '#/components/schemas/KeyID'
                strength:
                  description: How its token is told. Weak ones are behind a slow hash; one to reissue admits nobody before a rotation.
                  anyOf:
                    - type: string
                      enum:
                        - strong
                        - weak
                        - reissue
                    - type: string
                      maxLength: 64
                      pattern: ^[a-z0-9_.:]+$
                fault:
                  type: string
                  maxLength: 2048
                  pattern: ^[^\x00]*$
                  description: Why it was left out.
              examples:
                - line: 1
                  foreign_id: 1d8f0c5e-6a55-4f0e-9d1b-7a3f6f6f0a11
                  result: created
                  key_id: key_K7Qm2xTb9LrV0sWz
                  strength: strong
            KeyPatch:
              type: object
              description: Changes to a key (RFC 7396).
              additionalProperties: false
              properties:
                name:
                  type: string
                  minLength: 1
                  maxLength: 128
                  pattern: ^[^\x00-\x20\x7f-\xa0](?:[^\x00-\x1f\x7f-\x9f]*[^\x00-\x20\x7f-\xa0])?$
                  description: For people.
                owner_id:
                  anyOf:
                    - $ref: '#/components/schemas/IdentityID'
                    - type: 'null'
                tags:
                  type: array
                  description: Labels to find it by.
                  maxItems: 32
                  items:
                    type: string
                    minLength: 1
                    maxLength: 64
                    pattern: ^[A-Za-z0-9._:/@-]+$
                    description: A label.
                  uniqueItems: true
                metadata:
                  type: object
                  description: Free text by name; null removes one.
                  maxProperties: 32
                  propertyNames:
                    type: string
                    minLength: 1
                    maxLength: 64
                    pattern: ^[A-Za-z0-9._:/@-]+$
                    description: Name.
                  additionalProperties:
                    type:
                      - string
                      - 'null'
                    minLength: 1
                    maxLength: 512
                    pattern: ^[^\x00-\x20\x7f-\xa0](?:[^\x00-\x1f\x7f-\x9f]*[^\x00-\x20\x7f-\xa0])?$
                    description: Value.
                roles:
                  type: array
                  description: Its roles.
                  maxItems: 32
                  items:
                    $ref: '#/components/schemas/RoleID'
                  uniqueItems: true
                permissions:
                  type: array
                  description: Direct grants.
                  maxItems: 256
                  items:
                    $ref: '#/components/schemas/PermissionPattern'
                  uniqueItems: true
                denied_permissions:
                  type: array
                  description: Direct denials.
                  maxItems: 256
                  items:
                    $ref: '#/components/schemas/PermissionPattern'
                  uniqueItems: true
                boundary:
                  type: string
                  description: The outer limit, whatever was granted.
                  enum:
                    - read_only
                    - standard
                    - admin
                withdrawn_routes:
                  type: array
                  description: Routes that are closed to it; those left out are open again.
                  maxItems: 256
                  items:
                    type: string
                    minLength: 1
                    maxLength: 64
                    pattern: ^[^\x00-\x20\x7f-\xa0](?:[^\x00-\x1f\x7f-\x9f]*[^\x00-\x20\x7f-\xa0])?$
                    description: Name of a route.
                  uniqueItems: true
                restrictions:
                  anyOf:
                    - $ref: '#/components/schemas/Restrictions'
                    - type: 'null'
                limits:
                  type: array
                  description: Its limits.
                  maxItems: 8
                  items:
                    $ref: '#/components/schemas/LimitInput'
                  uniqueItems: true
                limit_overrides:
                  type: array
                  description: Other numbers for some of its limits, each until a date.
                  maxItems: 8
                  items:
                    $ref: '#/components/schemas/LimitOverrideInput'
                  uniqueItems: true
                credits:
                  description: New credits; what was used of those before is forgotten. `null` takes them away.
                  anyOf:
                    - $ref: '#/components/schemas/CreditsInput'
                    - type: 'null'
                starts_at:
                  type:
                    - string
                    - 'null'
                  format: date-time
                  maxLength: 40
                  description: Before this moment it admits nobody.
                expires_at:
                  type: string
                  format: date-time
                  maxLength: 40
                  description: When it ends by itself, at most ten years away; omitted, the project's policy says.
                expires_in_seconds:
                  type: integer
                  format: int32
                  minimum: 60
                  maximum: 315360000
                  description: Seconds until then, instead of expires_at.
                never_expires:
                  type: boolean
                  description: It shall have no end; wants never_expires_reason.
                never_expires_reason:
                  type: string
                  minLength: 1
                  maxLength: 512
                  pattern: ^[^\x00-\x20\x7f-\xa0](?:[^\x00-\x1f\x7f-\x9f]*[^\x00-\x20\x7f-\xa0])?$
                  description: Why it has no end.
              examples:
                - name: billing worker 2
                  owner_id: null
            Reason:
              type: object
              description: Why it is done.
              additionalProperties: false
              properties:
                reason:
                  type: string
                  minLength: 1
                  maxLength: 512
                  pattern: ^[^\x00-\x20\x7f-\xa0](?:[^\x00-\x1f\x7f-\x9f]*[^\x00-\x20\x7f-\xa0])?$
                  description: Why.
              examples:
                - reason: unusual traffic
            Revocation:
              type: object
              description: Why and when it ends.
              additionalProperties: false
              properties:
                reason:
                  type: string
                  minLength: 1
                  maxLength: 512
                  pattern: ^[^\x00-\x20\x7f-\xa0](?:[^\x00-\x1f\x7f-\x9f]*[^\x00-\x20\x7f-\xa0])?$
                  description: Why.
                grace_seconds:
                  type: integer
                  format: int32
                  minimum: 0
                  maximum: 7776000
                  description: How long it goes on as before; 0 ends it with the answer.
                  default: 0
              examples:
                - reason: leaked
                  grace_seconds: 0
            BulkRevocation:
              type: object
              description: Which keys, and why. At least one of project, environment, owner and tag; all given must match.
              additionalProperties: false
              properties:
                project_id:
                  $ref: '#/components/schemas/ProjectID'
                environment_id:
                  $ref: '#/components/schemas/EnvironmentID'
                owner_id:
                  $ref: '#/components/schemas/IdentityID'
                tag:
                  type: string
                  minLength: 1
                  maxLength: 64
                  pattern: ^[A-Za-z0-9._:/@-]+$
                  description: Keys with this label.
                reason:
                  type: string
                  minLength: 1
                  maxLength: 512
                  pattern: ^[^\x00-\x20\x7f-\xa0](?:[^\x00-\x1f\x7f-\x9f]*[^\x00-\x20\x7f-\xa0])?$
                  description: Why.
                grace_seconds:
                  type: integer
                  format: int32
                  minimum: 0
                  maximum: 7776000
                  description: How long it goes on as before; 0 ends it with the answer.
                  default: 0
              examples:
                - owner_id: idn_b5Nq8WfT3xYh1LcM
                  reason: left the company
            BulkItem:
              type: object
              description: One key's outcome.
              required:
                - id
                - outcome
              properties:
                id:
                  $ref: '#/components/schemas/KeyID'
                outcome:
                  description: What became of it, or would become in a dry run.
                  anyOf:
                    - type: string
                      enum:
                        - revoked
                        - scheduled
                        - updated
                        - unchanged
                        - failed
                    - type: string
                      maxLength: 64
                      pattern: ^[a-z0-9_.:]+$
                code:
                  type: string
                  maxLength: 64
                  pattern: ^[^\x00]*$
                  description: Why it failed.
              examples:
                - id: key_K7Qm2xTb9LrV0sWz
                  outcome: revoked
            BlastRadius:
              type: object
              description: Whom an act hits.
              required:
                - keys
              properties:
                keys:
                  type: integer
                  format: int64
                  minimum: 0
                  maximum: 9007199254740991
                  description: Keys that are hit.
                requests_24h:
                  type: integer
                  format: int64
                  minimum: 0
                  maximum: 9007199254740991
                  description: Requests they made in the last 24 hours; absent when that is not known.
                callers:
                  type: integer
                  format: int64
                  minimum: 0
                  maximum: 9007199254740991
                  description: Callers seen lately.
                owners:
                  type: integer
                  format: int64
                  minimum: 0
                  maximum: 9007199254740991
                  description: Owners of these keys.
                routes:
                  type: array
                  description: Routes they used in the last 24 hours.
                  maxItems: 100
                  items:
                    type: string
                    maxLength: 64
                    pattern: ^[^\x00]*$
                    description: Name of a route.
                last_used_at:
                  type: string
                  format: date-time
                  maxLength: 40
                  description: The last use of any of them.
              examples:
                - keys: 3
                  owners: 1
            BulkOutcome:
              type: object
              description: What became of each key.
              required:
                - data
                - failed
              properties:
                dry_run:
                  type: boolean
                  description: Nothing was changed.
                data:
                  type: array
                  description: One outcome for each key.
                  maxItems: 10000
                  items:
                    $ref: '#/components/schemas/BulkItem'
                failed:
                  type: integer
                  format: int64
                  minimum: 0
                  maximum: 9007199254740991
                  description: How many failed.
                blast_radius:
                  $ref: '#/components/schemas/BlastRadius'
                receipt:
                  $ref: '#/components/schemas/Receipt'
                audit:
                  $ref: '#/components/schemas/AuditReceipt'
              examples:
                - data:
                    - id: key_K7Qm2xTb9LrV0sWz
                      outcome: revoked
                  failed: 0
            DryRun:
              type: object
              description: What a write would do.
              required:
                - dry_run
                - effect
              properties:
                dry_run:
                  type: boolean
                  const: true
                  description: Nothing was changed.
                effect:
                  type: object
                  description: The object as it would be, without any secret.
                  additionalProperties: true
                blast_radius:
                  $ref: '#/components/schemas/BlastRadius'
              examples:
                - dry_run: true
                  effect:
                    name: payments
            AuditActor:
              type: object
              description: Who acted.
              required:
                - type
                - id
              properties:
                type:
                  type: string
                  maxLength: 32
                  pattern: ^[^\x00]*$
                  description: operator, local, key or system.
                id:
                  type: string
                  maxLength: 64
                  pattern: ^[^\x00]*$
                  description: Id of who acted.
              examples:
                - type: local
                  id: local:0
            AuditObject:
              type: object
              description: What was acted on.
              required:
                - type
                - id
              properties:
                type:
                  type: string
                  maxLength: 32
                  pattern: ^[^\x00]*$
                  description: Kind of object.
                id:
                  type: string
                  maxLength: 64
                  pattern: ^[^\x00]*$
                  description: Its id.
                version:
                  type: integer
                  format: int64
                  minimum: 0
                  maximum: 9007199254740991
                  description: The revision the act led to.
              examples:
                - type: key
                  id: key_K7Qm2xTb9LrV0sWz
                  version: 4
            AuditEntry:
              type: object
              description: One act and who did it.
              required:
                - sequence
                - recorded_at
                - actor
                - action
                - object
                - decision
              properties:
                sequence:
                  type: integer
                  format: int64
                  minimum: 0
                  maximum: 9007199254740991
                  description: Counts up without a gap.
                recorded_at:
                  type: string
                  format: date-time
                  maxLength: 40
                  description: When.
                actor:
                  $ref: '#/components/schemas/AuditActor'
                action:
                  type: string
                  maxLength: 64
                  pattern: ^[^\x00]*$
                  description: What was done, such as key.revoke.
                object:
                  $ref: '#/components/schemas/AuditObject'
                decision:
                  description: Whether it was done.
                  anyOf:
                    - type: string
                      enum:
                        - allow
                        - deny
                    - type: string
                      maxLength: 64
                      pattern: ^[a-z0-9_.:]+$
                reason:
                  type: string
                  maxLength: 1024
                  pattern: ^[^\x00]*$
                  description: Why.
                tenant:
                  type: string
                  maxLength: 64
                  pattern: ^[^\x00]*$
                  description: Project or environment acted in.
                request_id:
                  $ref: '#/components/schemas/RequestID'
                details_state:
                  description: 'What became of what the entry tells of a person: `kept` or `erased`; absent when there was nothing.'
                  anyOf:
                    - type: string
                      enum:
                        - kept
                        - erased
                    - type: string
                      maxLength: 64
                      pattern: ^[a-z0-9_.:]+$
                leaf:
                  type: string
                  maxLength: 65535
                  pattern: ^\{
                  description: What is in the tree, byte for byte (RFC 8785). Only with a single entry.
                leaf_hash:
                  type: string
                  minLength: 64
                  maxLength: 64
                  pattern: ^[0-9a-f]{64}$
                  description: Its hash in the tree (RFC 6962). Only with a single entry.
              examples:
                - sequence: 17
                  recorded_at: '2026-12-01T00:00:00Z'
                  actor:
                    type: local
                    id: local:0
                  action: key.revoke
                  object:
                    type: key
                    id: key_K7Qm2xTb9LrV0sWz
                    version: 4
                  decision: allow
                  reason: leaked
                  request_id: req_T0vB8xLm3QzK7rWc
            LimitStanding:
              type: object
              description: How a request stood with a limit.
              required:
                - policy
                - limit
                - used
                - window_seconds
                - reset_seconds
              properties:
                policy:
                  type: string
                  maxLength: 64
                  pattern: ^[^\x00]*$
                  description: Name.
                limit:
                  type: integer
                  format: int64
                  minimum: 0
                  maximum: 9007199254740991
                  description: Requests.
                used:
                  type: integer
                  format: int64
                  minimum: 0
                  maximum: 9007199254740991
                  description: Used.
                window_seconds:
                  type: integer
                  format: int64
                  minimum: 0
                  maximum: 9007199254740991
                  description: In so many seconds.
                reset_seconds:
                  type: integer
                  format: int64
                  minimum: 0
                  maximum: 9007199254740991
                  description: Seconds until there is more.
              examples:
                - policy: default
                  limit: 100
                  used: 100
                  window_seconds: 60
                  reset_seconds: 12
            RequestDecision:
              type: object
              description: Why a request was answered as it was.
              required:
                - request_id
                - received_at
                - outcome
                - status
                - phase
                - method
                - address
              properties:
                request_id:
                  $ref: '#/components/schemas/RequestID'
                received_at:
                  type: string
                  format: date-time
                  maxLength: 40
                  description: When the head was complete.
                surface:
                  description: Where the decision was asked for.
                  anyOf:
                    - type: string
                      enum:
                        - gateway
                        - verify
                        - forward_auth
                        - ext_authz
                    - type: string
                      maxLength: 64
                      pattern: ^[a-z0-9_.:]+$
                outcome:
                  description: What admission said.
                  anyOf:
                    - type: string
                      enum:
                        - admit
                        - refuse
                    - type: string
                      maxLength: 64
                      pattern: ^[a-z0-9_.:]+$
                status:
                  type: integer
                  format: int32
                  minimum: 0
                  maximum: 999
                  description: Status of the answer; 0 when the client left before.
                phase:
                  type: string
                  maxLength: 32
                  pattern: ^[^\x00]*$
                  description: The phase it ended in.
                reason:
                  type: string
                  maxLength: 64
                  pattern: ^[^\x00]*$
                  description: Why it was refused, for us.
                code:
                  type: string
                  maxLength: 64
                  pattern: ^[^\x00]*$
                  description: The code the client learnt.
                title:
                  type: string
                  maxLength: 256
                  pattern: ^[^\x00]*$
                  description: The reason in words.
                method:
                  type: string
                  maxLength: 16
                  pattern: ^[^\x00]*$
                  description: Request method.
                route:
                  type: string
                  maxLength: 64
                  pattern: ^[^\x00]*$
                  description: Name of the route.
                route_template:
                  type: string
                  maxLength: 96
                  pattern: ^[^\x00]*$
                  description: Its path template.
                environment:
                  type: string
                  maxLength: 64
                  pattern: ^[^\x00]*$
                  description: Environment.
                host:
                  type: string
                  maxLength: 64
                  pattern: ^[^\x00]*$
                  description: Host.
                path:
                  type: string
                  maxLength: 160
                  pattern: ^[^\x00]*$
                  description: Path without query.
                address:
                  type: string
                  maxLength: 45
                  pattern: ^[^\x00]*$
                  description: Who asked.
                user_agent:
                  type: string
                  maxLength: 128
                  pattern: ^[^\x00]*$
                  description: What it calls itself.
                key_id:
                  $ref: '#/components/schemas/KeyID'
                key_version:
                  type: integer
                  format: int32
                  minimum: 1
                  maximum: 2147483647
                  description: The version whose secret was shown.
                owner_id:
                  $ref: '#/components/schemas/IdentityID'
                missing_permission:
                  type: string
                  maxLength: 256
                  pattern: ^[^\x00]*$
                  description: The permission that was missing.
                rules:
                  type: array
                  description: Every rule that was asked, in order.
                  maxItems: 128
                  items:
                    $ref: '#/components/schemas/RuleAnswer'
                rules_cut:
                  type: boolean
                  description: True where more rules were asked than are kept, which are 48 answers of 32 policies; absent otherwise.
                limit:
                  $ref: '#/components/schemas/LimitStanding'
                upstream:
                  type: string
                  maxLength: 64
                  pattern: ^[^\x00]*$
                  description: The upstream that was asked.
                country:
                  type: string
                  maxLength: 2
                  pattern: ^[A-Z]{2}$
                  description: The country of the address, when a database of the operator says it.
                network:
                  type: string
                  maxLength: 12
                  pattern: ^AS[0-9]+$
                  description: The autonomous system that announces the address, when a database of the operator says it.
                websocket_end:
                  anyOf:
                  - type: string
                    enum:
                    - client
                    - upstream
                    - idle
                    - age
                    - key
                    - route
                    - shutdown
                    - protection
                  - type: string
                    maxLength: 64
                    pattern: '^[a-z_]+$'
                  description: Why the WebSocket that it became has ended.
                flags:
                  type: string
                  maxLength: 128
                  pattern: ^[^\x00]*$
                  description: Flags of the access log.
                request_bytes:
                  type: integer
                  format: int64
                  minimum: 0
                  maximum: 9007199254740991
                  description: Bytes of request body.
                response_bytes:
                  type: integer
                  format: int64
                  minimum: 0
                  maximum: 9007199254740991
                  description: Bytes of response body.
                duration_microseconds:
                  type: integer
                  format: int64
                  minimum: 0
                  maximum: 9007199254740991
                  description: From first byte to last.
                upstream_microseconds:
                  type: integer
                  format: int64
                  minimum: 0
                  maximum: 9007199254740991
                  description: Of these, waiting for the upstream.
                overhead_microseconds:
                  type: integer
                  format: int64
                  minimum: 0
                  maximum: 9007199254740991
                  description: Of these, our own work.
              examples:
                - request_id: req_T0vB8xLm3QzK7rWc
                  received_at: '2026-12-01T00:00:00Z'
                  surface: gateway
                  outcome: refuse
                  status: 401
                  phase: authenticate
                  reason: key_expired
                  code: key_expired
                  title: The API key has expired
                  method: GET
                  address: 203.0.113.7
                  key_id: key_K7Qm2xTb9LrV0sWz
                  key_version: 1
            Finding:
              type: object
              description: One weakness with its cure.
              required:
                - kind
                - severity
                - title
                - cure
              properties:
                kind:
                  type: string
                  maxLength: 64
                  pattern: ^[a-z0-9_]+$
                  description: Stable name.
                severity:
                  description: How bad it is.
                  anyOf:
                    - type: string
                      enum:
                        - notice
                        - warning
                        - critical
                    - type: string
                      maxLength: 64
                      pattern: ^[a-z0-9_.:]+$
                title:
                  type: string
                  maxLength: 512
                  pattern: ^[^\x00]*$
                  description: What is weak.
                subject:
                  type: string
                  maxLength: 4096
                  pattern: ^[^\x00]*$
                  description: What it is about.
                cure:
                  type: string
                  maxLength: 512
                  pattern: ^[^\x00]*$
                  description: What to do.
              examples:
                - kind: key_without_expiry
                  severity: warning
                  title: The key “billing worker” never expires.
                  subject: key_K7Qm2xTb9LrV0sWz
                  cure: set expires_at
            Findings:
              type: object
              description: What is weak about the installation.
              required:
                - data
              properties:
                data:
                  type: array
                  description: Findings, worst first.
                  maxItems: 1000
                  items:
                    $ref: '#/components/schemas/Finding'
              examples:
                - data: []
            Upstream:
              type: object
              description: An upstream and its servers, as all event loops together see them.
              required:
                - name
                - servers
              properties:
                name:
                  type: string
                  maxLength: 64
                  pattern: ^[^\x00]*$
                  description: Its name in the configuration.
                servers:
                  type: array
                  description: Servers that requests go to.
                  maxItems: 256
                  items:
                    $ref: '#/components/schemas/UpstreamServer'
                tls_problem:
                  type: string
                  maxLength: 512
                  pattern: ^[^\x00]*$
                  description: Why the last TLS connection could not be made; absent once one could.
              examples:
                - name: orders
                  servers: []
            UpstreamServer:
              type: object
              description: A server that requests go to.
              required:
                - endpoint
                - health
                - state
                - available_loops
                - loops
                - requests_under_way
              properties:
                endpoint:
                  type: string
                  maxLength: 300
                  pattern: ^[^\x00]*$
                  description: The endpoint of the configuration.
                address:
                  type: string
                  maxLength: 300
                  pattern: ^[^\x00]*$
                  description: Which of its addresses, where each is a server of its own.
                health:
                  description: What health checks say; `unchecked` without any.
                  anyOf:
                    - type: string
                      enum:
                        - unchecked
                        - healthy
                        - unhealthy
                    - type: string
                      maxLength: 64
                      pattern: ^[a-z0-9_.:]+$
                state:
                  description: The worst that an event loop thinks of it.
                  anyOf:
                    - type: string
                      enum:
                        - available
                        - unhealthy
                        - ejected
                    - type: string
                      maxLength: 64
                      pattern: ^[a-z0-9_.:]+$
                available_loops:
                  type: integer
                  format: int32
                  minimum: 0
                  maximum: 1024
                  description: Event loops that give it requests because nothing speaks against it.
                loops:
                  type: integer
                  format: int32
                  minimum: 0
                  maximum: 1024
                  description: Event loops that know it.
                ejected_until_at:
                  type: string
                  format: date-time
                  maxLength: 32
                  description: When the last loop that has ejected it takes it back.
                requests_under_way:
                  type: integer
                  format: int32
                  minimum: 0
                  maximum: 2147483647
                  description: Requests that it has now.
                last_failure:
                  type: object
                  description: What went wrong there last.
                  required:
                    - reason
                    - failed_at
                  properties:
                    reason:
                      description: 'What it was: `check` is a health check.'
                      anyOf:
                        - type: string
                          enum:
                            - not_connected
                            - broke_off
                            - malformed
                            - timed_out
                            - status
                            - check
                        - type: string
                          maxLength: 64
                          pattern: ^[a-z0-9_.:]+$
                    failed_at:
                      type: string
                      format: date-time
                      maxLength: 32
                      description: When.
              examples:
                - endpoint: 10.0.0.1:9000
                  health: healthy
                  state: available
                  available_loops: 2
                  loops: 2
                  requests_under_way: 0
            Upstreams:
              type: object
              description: All upstreams, in the order of the configuration.
              required:
                - data
              properties:
                data:
                  type: array
                  description: Upstreams.
                  maxItems: 1000
                  items:
                    $ref: '#/components/schemas/Upstream'
              examples:
                - data: []
            Liveness:
              type: object
              description: The process answers.
              required:
                - status
                - version
              properties:
                status:
                  description: It answers.
                  anyOf:
                    - type: string
                      enum:
                        - alive
                    - type: string
                      maxLength: 64
                      pattern: ^[a-z0-9_.:]+$
                version:
                  type: string
                  maxLength: 64
                  pattern: ^[^\x00]*$
                  description: Version of the program.
              examples:
                - status: alive
                  version: 0.1.0
            Passphrases:
              type: string
              maxLength: 2052
              pattern: ^[^\x00]*$
              description: One passphrase a line, as bytes.
            SlotKind:
              type: string
              enum:
                - file
                - passphrase
                - credential
              description: What a slot is kept under.
            ClockStatus:
              type: object
              description: The time that the server goes by, and the clock of its system.
              required:
                - time_at
                - clock_at
                - deviation_seconds
                - is_held
                - keys_live
                - keys_ending
              properties:
                time_at:
                  type: string
                  format: date-time
                  maxLength: 40
                  description: What expires goes by this.
                clock_at:
                  type: string
                  format: date-time
                  maxLength: 40
                  description: What the clock of the system says.
                deviation_seconds:
                  type: integer
                  format: int64
                  minimum: -9007199254740991
                  maximum: 9007199254740991
                  description: How far the clock is ahead of the time; 0 while it is followed, less while time waits for it.
                is_held:
                  type: boolean
                  description: 'Whether following the clock would end so many keys at once that somebody has to say it is right.'
                keys_live:
                  type: integer
                  format: int32
                  minimum: 0
                  maximum: 2147483647
                  description: Keys that admit now; 0 while the clock is not ahead.
                keys_ending:
                  type: integer
                  format: int32
                  minimum: 0
                  maximum: 2147483647
                  description: Those of them that following the clock would end, or take the old secret of a rotation from.
                audit:
                  $ref: '#/components/schemas/AuditReceipt'
              examples:
                - time_at: '2026-12-01T00:00:00Z'
                  clock_at: '2036-12-01T00:00:00Z'
                  deviation_seconds: 315532800
                  is_held: true
                  keys_live: 23
                  keys_ending: 22
            SealStatus:
              type: object
              description: Whether the server holds its keys.
              required:
                - phase
                - wanted_slots
                - opened_slots
                - opens_by_itself
              properties:
                phase:
                  description: What the server does with its keys.
                  anyOf:
                    - type: string
                      enum:
                        - sealed
                        - opening
                        - open
                        - sealing
                    - type: string
                      maxLength: 64
                      pattern: ^[a-z0-9_.:]+$
                wanted_slots:
                  type: array
                  description: Slots that would help now, those first that would be enough.
                  maxItems: 16
                  items:
                    type: integer
                    format: int32
                    minimum: 0
                    maximum: 15
                    description: Number of a slot.
                opened_slots:
                  type: array
                  description: Slots that were opened already, each with half of the root key.
                  maxItems: 16
                  items:
                    type: integer
                    format: int32
                    minimum: 0
                    maximum: 15
                    description: Number of a slot.
                opens_by_itself:
                  type: boolean
                  description: Whether a start opens the server without a person.
              examples:
                - phase: sealed
                  wanted_slots:
                    - 0
                  opened_slots: []
                  opens_by_itself: false
            Slot:
              type: object
              description: A way to the root key, or half of one.
              required:
                - number
                - kind
                - needed_with
              properties:
                number:
                  type: integer
                  format: int32
                  minimum: 0
                  maximum: 15
                  description: Its number.
                kind:
                  type: string
                  maxLength: 64
                  pattern: ^[a-z0-9_.:]+$
                  description: What it is kept under.
                needed_with:
                  type:
                    - integer
                    - 'null'
                  format: int32
                  minimum: 0
                  maximum: 15
                  description: The slot it is needed together with; null when it suffices.
              examples:
                - number: 0
                  kind: file
                  needed_with: null
            SlotPage:
              type: object
              description: Every slot.
              required:
                - data
                - next_cursor
              properties:
                data:
                  type: array
                  description: Slots by number.
                  maxItems: 16
                  items:
                    $ref: '#/components/schemas/Slot'
                next_cursor:
                  type: 'null'
                  description: There are never more.
              examples:
                - data:
                    - number: 0
                      kind: file
                      needed_with: null
                  next_cursor: null
            KeyReview:
              type: object
              description: A key and what may be wrong with it.
              required:
                - key_id
                - name
                - project_id
                - environment_id
                - state
                - created_at
                - granted_permissions
                - used_permissions
                - idle_permissions
                - findings
              properties:
                key_id:
                  $ref: '#/components/schemas/KeyID'
                name:
                  type: string
                  minLength: 1
                  maxLength: 128
                  pattern: ^[^\x00-\x20\x7f-\xa0](?:[^\x00-\x1f\x7f-\x9f]*[^\x00-\x20\x7f-\xa0])?$
                  description: For people.
                project_id:
                  $ref: '#/components/schemas/ProjectID'
                environment_id:
                  $ref: '#/components/schemas/EnvironmentID'
                state:
                  description: What the key is now, time included.
                  anyOf:
                    - type: string
                      enum:
                        - active
                        - suspended
                        - quarantined
                        - revoked
                        - expired
                    - type: string
                      maxLength: 64
                      pattern: ^[a-z0-9_.:]+$
                owner:
                  $ref: '#/components/schemas/Owner'
                created_at:
                  type: string
                  format: date-time
                  maxLength: 40
                  description: When it was issued.
                last_used_at:
                  type: string
                  format: date-time
                  maxLength: 40
                  description: When it was last used, to the minute or so; absent for a key that never was.
                observed_since_at:
                  type: string
                  format: date-time
                  maxLength: 40
                  description: Since when its use was looked for; absent where it is not known what it uses.
                granted_permissions:
                  type: array
                  description: 'What it may do: its own grants and those of its roles, as far as policies in force leave them.'
                  maxItems: 10000
                  items:
                    $ref: '#/components/schemas/PermissionPattern'
                used_permissions:
                  type: array
                  description: What it was seen to use, by the permissions of the routes it was admitted on.
                  maxItems: 10000
                  items:
                    $ref: '#/components/schemas/UsedPermission'
                idle_permissions:
                  type: array
                  description: Grants that nothing it was seen to do needs.
                  maxItems: 10000
                  items:
                    $ref: '#/components/schemas/PermissionPattern'
                proposed_permissions:
                  type: array
                  description: What it could be cut down to without refusing anything that was seen; absent where there is nothing to propose.
                  maxItems: 10000
                  items:
                    $ref: '#/components/schemas/PermissionPattern'
                findings:
                  type: array
                  description: What may be wrong with it.
                  maxItems: 32
                  items:
                    $ref: '#/components/schemas/KeyReviewFinding'
              examples:
                - key_id: key_K7Qm2xTb9LrV0sWz
                  name: billing worker
                  project_id: prj_7Yk2mQx04LrTz9Wb
                  environment_id: env_Kc81Zs0pQv5TnR2x
                  state: active
                  created_at: '2026-06-01T00:00:00Z'
                  last_used_at: '2026-11-30T12:00:00Z'
                  observed_since_at: '2026-11-20T00:00:00Z'
                  granted_permissions:
                    - invoices:*
                    - orders:read
                  used_permissions:
                    - permission: orders:read
                      last_used_at: '2026-11-30T12:00:00Z'
                  idle_permissions:
                    - invoices:*
                  proposed_permissions:
                    - orders:read
                  findings:
                    - kind: over_permitted
                      title: Used 1 of 2 permissions since 2026-11-20.
                      fix: gatehouse review propose key_K7Qm2xTb9LrV0sWz --apply
            KeyReviewPage:
              type: object
              description: A page of keys and what may be wrong with them.
              required:
                - data
                - next_cursor
              properties:
                data:
                  type: array
                  description: The keys.
                  maxItems: 1000
                  items:
                    $ref: '#/components/schemas/KeyReview'
                next_cursor:
                  type:
                    - string
                    - 'null'
                  maxLength: 512
                  pattern: ^[0-9A-Za-z._~=-]+$
                  description: Pass it as cursor to read on; null at the end.
              examples:
                - data:
                    - key_id: key_K7Qm2xTb9LrV0sWz
                      name: billing worker
                      project_id: prj_7Yk2mQx04LrTz9Wb
                      environment_id: env_Kc81Zs0pQv5TnR2x
                      state: active
                      created_at: '2026-06-01T00:00:00Z'
                      last_used_at: '2026-11-30T12:00:00Z'
                      observed_since_at: '2026-11-20T00:00:00Z'
                      granted_permissions:
                        - invoices:*
                        - orders:read
                      used_permissions:
                        - permission: orders:read
                          last_used_at: '2026-11-30T12:00:00Z'
                      idle_permissions:
                        - invoices:*
                      proposed_permissions:
                        - orders:read
                      findings:
                        - kind: over_permitted
                          title: Used 1 of 2 permissions since 2026-11-20.
                          fix: gatehouse review propose key_K7Qm2xTb9LrV0sWz --apply
                  next_cursor: null
            KeyReviewFinding:
              type: object
              description: What may be wrong with a key.
              required:
                - kind
                - title
                - fix
              properties:
                kind:
                  description: Stable name.
                  anyOf:
                    - type: string
                      enum:
                        - never_used
                        - unused
                        - idle_notice
                        - idle_past_policy
                        - over_permitted
                        - no_expiry
                        - no_network_rule
                        - no_owner
                    - type: string
                      maxLength: 64
                      pattern: ^[a-z0-9_.:]+$
                title:
                  type: string
                  maxLength: 512
                  pattern: ^[^\x00]*$
                  description: What was found.
                fix:
                  type: string
                  maxLength: 512
                  pattern: ^[^\x00]*$
                  description: The command that mends it; OWNER stands for a name that only people know.
              examples:
                - kind: over_permitted
                  title: Used 1 of 2 permissions since 2026-11-20.
                  fix: gatehouse review propose key_K7Qm2xTb9LrV0sWz --apply
            UsedPermission:
              type: object
              description: A permission that a key was seen to use.
              required:
                - permission
                - last_used_at
              properties:
                permission:
                  $ref: '#/components/schemas/PermissionPattern'
                last_used_at:
                  type: string
                  format: date-time
                  maxLength: 40
                  description: The last time that was seen.
              examples:
                - permission: orders:read
                  last_used_at: '2026-11-30T12:00:00Z'
            ReviewSignOffCreate:
              type: object
              description: What is to stand beside a sign-off.
              additionalProperties: false
              properties:
                note:
                  type: string
                  minLength: 1
                  maxLength: 400
                  pattern: ^[^\x00-\x20\x7f-\xa0](?:[^\x00-\x1f\x7f-\x9f]*[^\x00-\x20\x7f-\xa0])?$
                  description: For whoever reads the audit log.
                unused_days:
                  type: integer
                  format: int32
                  minimum: 1
                  maximum: 3650
                  default: 90
                  description: Days without use from which on a key is unused.
              examples:
                - note: November
            ReviewSignOff:
              type: object
              description: What was signed off.
              required:
                - identity_id
                - name
                - keys
                - keys_with_findings
                - list_digest
                - signed_off_at
              properties:
                identity_id:
                  $ref: '#/components/schemas/IdentityID'
                name:
                  type: string
                  maxLength: 128
                  pattern: ^[^\x00]*$
                  description: Its name.
                keys:
                  type: integer
                  format: int32
                  minimum: 0
                  maximum: 10000
                  description: Keys that were looked through.
                keys_with_findings:
                  type: integer
                  format: int32
                  minimum: 0
                  maximum: 10000
                  description: Those with which something may be wrong.
                list_digest:
                  type: string
                  minLength: 64
                  maxLength: 64
                  pattern: ^[0-9a-f]{64}$
                  description: 'SHA-256 of the list: a line for each key, ordered by id, with the id, a space, the names of its findings separated by commas, and a line feed.'
                signed_off_at:
                  type: string
                  format: date-time
                  maxLength: 40
                  description: When.
                audit:
                  $ref: '#/components/schemas/AuditReceipt'
              examples:
                - identity_id: idn_b5Nq8WfT3xYh1LcM
                  name: billing
                  keys: 4
                  keys_with_findings: 1
                  list_digest: abababababababababababababababababababababababababababababababab
                  signed_off_at: '2026-12-01T00:00:00Z'
            ReviewOwner:
              type: object
              description: An owner of keys, and how the review of them stands.
              required:
                - identity_id
                - project_id
                - name
                - keys
                - due
              properties:
                identity_id:
                  $ref: '#/components/schemas/IdentityID'
                project_id:
                  $ref: '#/components/schemas/ProjectID'
                name:
                  type: string
                  maxLength: 128
                  pattern: ^[^\x00]*$
                  description: Its name.
                keys:
                  type: integer
                  format: int32
                  minimum: 0
                  maximum: 2147483647
                  description: Its keys that are neither revoked nor expired.
                due:
                  type: boolean
                  description: Whether they are to be reviewed now.
                due_at:
                  type: string
                  format: date-time
                  maxLength: 40
                  description: When they are; absent for an owner without keys.
                last_sign_off:
                  type: object
                  description: The newest sign-off; absent where there is none.
                  required:
                    - signed_off_at
                    - actor
                    - sequence
                  properties:
                    signed_off_at:
                      type: string
                      format: date-time
                      maxLength: 40
                      description: When.
                    actor:
                      $ref: '#/components/schemas/AuditActor'
                    sequence:
                      type: integer
                      format: int64
                      minimum: 0
                      maximum: 9223372036854775807
                      description: Number of its entry in the audit log.
              examples:
                - identity_id: idn_b5Nq8WfT3xYh1LcM
                  project_id: prj_7Yk2mQx04LrTz9Wb
                  name: billing
                  keys: 4
                  due: false
                  due_at: '2027-01-01T00:00:00Z'
                  last_sign_off:
                    signed_off_at: '2026-12-01T00:00:00Z'
                    actor:
                      type: operator
                      id: op_f4Tq2WnX8sLc6VzK
                    sequence: 4711
            ReviewOwnerPage:
              type: object
              description: A page of owners and how the reviews of their keys stand.
              required:
                - data
                - next_cursor
              properties:
                data:
                  type: array
                  description: The owners.
                  maxItems: 1000
                  items:
                    $ref: '#/components/schemas/ReviewOwner'
                next_cursor:
                  type:
                    - string
                    - 'null'
                  maxLength: 512
                  pattern: ^[0-9A-Za-z._~=-]+$
                  description: Pass it as cursor to read on; null at the end.
              examples:
                - data:
                    - identity_id: idn_b5Nq8WfT3xYh1LcM
                      project_id: prj_7Yk2mQx04LrTz9Wb
                      name: billing
                      keys: 4
                      due: false
                      due_at: '2027-01-01T00:00:00Z'
                      last_sign_off:
                        signed_off_at: '2026-12-01T00:00:00Z'
                        actor:
                          type: operator
                          id: op_f4Tq2WnX8sLc6VzK
                        sequence: 4711
                  next_cursor: null
            ErasedIdentity:
              type: object
              description: An identity of which older audit entries tell nothing any more.
              required:
                - id
                - name
                - erased_keys
              properties:
                id:
                  $ref: '#/components/schemas/IdentityID'
                name:
                  type: string
                  maxLength: 128
                  pattern: ^[^\x00]*$
                  description: Its name.
                erased_keys:
                  type: integer
                  format: int32
                  minimum: 0
                  maximum: 2147483647
                  description: Data keys that were erased.
              examples:
                - id: idn_b5Nq8WfT3xYh1LcM
                  name: alice
                  erased_keys: 1
            ErasedOperator:
              type: object
              description: An operator of whom older audit entries tell nothing any more.
              required:
                - id
                - name
                - erased_keys
              properties:
                id:
                  $ref: '#/components/schemas/OperatorID'
                name:
                  type: string
                  maxLength: 128
                  pattern: ^[^\x00]*$
                  description: Its name.
                erased_keys:
                  type: integer
                  format: int32
                  minimum: 0
                  maximum: 2147483647
                  description: Data keys that were erased.
              examples:
                - id: op_Xs3Lq7Tn0Vb9Wm2K
                  name: oncall
                  erased_keys: 1
            Readiness:
              type: object
              description: Whether the server can serve.
              required:
                - status
                - reasons
              properties:
                status:
                  description: Whether it serves.
                  anyOf:
                    - type: string
                      enum:
                        - ready
                        - not_ready
                        - sealed
                    - type: string
                      maxLength: 64
                      pattern: ^[a-z0-9_.:]+$
                reasons:
                  type: array
                  description: What hinders it.
                  maxItems: 64
                  items:
                    type: string
                    maxLength: 512
                    pattern: ^[^\x00]*$
                    description: One reason.
              examples:
                - status: ready
                  reasons: []
            ProjectPage:
              type: object
              description: A page of projects.
              required:
                - data
                - next_cursor
              properties:
                data:
                  type: array
                  description: The projects.
                  maxItems: 1000
                  items:
                    $ref: '#/components/schemas/Project'
                next_cursor:
                  type:
                    - string
                    - 'null'
                  maxLength: 512
                  pattern: ^[0-9A-Za-z._~=-]+$
                  description: Pass it as cursor to read on; null at the end.
              examples:
                - data:
                    - id: prj_7Yk2mQx04LrTz9Wb
                      name: payments
                      default_expiry_days: 90
                      created_at: '2026-12-01T00:00:00Z'
                      etag: '"r1"'
                  next_cursor: null
            EnvironmentPage:
              type: object
              description: A page of environments.
              required:
                - data
                - next_cursor
              properties:
                data:
                  type: array
                  description: The environments.
                  maxItems: 1000
                  items:
                    $ref: '#/components/schemas/Environment'
                next_cursor:
                  type:
                    - string
                    - 'null'
                  maxLength: 512
                  pattern: ^[0-9A-Za-z._~=-]+$
                  description: Pass it as cursor to read on; null at the end.
              examples:
                - data:
                    - id: env_Kc81Zs0pQv5TnR2x
                      project_id: prj_7Yk2mQx04LrTz9Wb
                      name: production
                      tag: live
                      admits_foreign_tokens: false
                      created_at: '2026-12-01T00:00:00Z'
                      etag: '"r1"'
                  next_cursor: null
            IdentityPage:
              type: object
              description: A page of identities.
              required:
                - data
                - next_cursor
              properties:
                data:
                  type: array
                  description: The identities.
                  maxItems: 1000
                  items:
                    $ref: '#/components/schemas/Identity'
                next_cursor:
                  type:
                    - string
                    - 'null'
                  maxLength: 512
                  pattern: ^[0-9A-Za-z._~=-]+$
                  description: Pass it as cursor to read on; null at the end.
              examples:
                - data:
                    - id: idn_b5Nq8WfT3xYh1LcM
                      project_id: prj_7Yk2mQx04LrTz9Wb
                      type: team
                      name: Billing
                      created_at: '2026-12-01T00:00:00Z'
                      etag: '"r1"'
                  next_cursor: null
            RolePage:
              type: object
              description: A page of roles.
              required:
                - data
                - next_cursor
              properties:
                data:
                  type: array
                  description: The roles.
                  maxItems: 1000
                  items:
                    $ref: '#/components/schemas/Role'
                next_cursor:
                  type:
                    - string
                    - 'null'
                  maxLength: 512
                  pattern: ^[0-9A-Za-z._~=-]+$
                  description: Pass it as cursor to read on; null at the end.
              examples:
                - data:
                    - id: role_m4Rt9Kp2Vx7QzL0c
                      project_id: prj_7Yk2mQx04LrTz9Wb
                      name: reader
                      permissions:
                        - documents/**:read
                      denied_permissions: []
                      inherits: []
                      created_at: '2026-12-01T00:00:00Z'
                      etag: '"r1"'
                  next_cursor: null
            OperatorPage:
              type: object
              description: A page of operators.
              required:
                - data
                - next_cursor
              properties:
                data:
                  type: array
                  description: The operators.
                  maxItems: 1000
                  items:
                    $ref: '#/components/schemas/Operator'
                next_cursor:
                  type:
                    - string
                    - 'null'
                  maxLength: 512
                  pattern: ^[0-9A-Za-z._~=-]+$
                  description: Pass it as cursor to read on; null at the end.
              examples:
                - data:
                    - id: op_Xs3Lq7Tn0Vb9Wm2K
                      name: ci
                      level: operator
                      hint: gko_op_Xs3L…9Wm2
                      state: active
                      created_at: '2026-12-01T00:00:00Z'
                      etag: '"r1"'
                  next_cursor: null
            KeyPage:
              type: object
              description: A page of keys.
              required:
                - data
                - next_cursor
              properties:
                data:
                  type: array
                  description: The keys.
                  maxItems: 1000
                  items:
                    $ref: '#/components/schemas/Key'
                next_cursor:
                  type:
                    - string
                    - 'null'
                  maxLength: 512
                  pattern: ^[0-9A-Za-z._~=-]+$
                  description: Pass it as cursor to read on; null at the end.
              examples:
                - data:
                    - id: key_K7Qm2xTb9LrV0sWz
                      project_id: prj_7Yk2mQx04LrTz9Wb
                      environment_id: env_Kc81Zs0pQv5TnR2x
                      name: billing worker
                      hint: gk_live_K7Qm…x9Zt
                      state: active
                      tags:
                        - billing
                      metadata: {}
                      roles:
                        - role_m4Rt9Kp2Vx7QzL0c
                      permissions: []
                      denied_permissions: []
                      boundary: standard
                      restrictions:
                        allowed_addresses: []
                        denied_addresses: []
                      limits: []
                      expires_at: '2027-03-01T00:00:00Z'
                      never_expires: false
                      versions:
                        - number: 1
                          state: current
                          hint: gk_live_K7Qm…x9Zt
                          created_at: '2026-12-01T00:00:00Z'
                      created_at: '2026-12-01T00:00:00Z'
                      created_by: local:0
                      etag: '"r1"'
                  next_cursor: null
            RotationPage:
              type: object
              description: A page of rotations.
              required:
                - data
                - next_cursor
              properties:
                data:
                  type: array
                  description: The rotations.
                  maxItems: 1000
                  items:
                    $ref: '#/components/schemas/Rotation'
                next_cursor:
                  type:
                    - string
                    - 'null'
                  maxLength: 512
                  pattern: ^[0-9A-Za-z._~=-]+$
                  description: Pass it as cursor to read on; null at the end.
              examples:
                - data:
                    - id: rot_p9Vx4Lm1Tz7KcQ2s
                      key_id: key_K7Qm2xTb9LrV0sWz
                      state: pending
                      new_version: 2
                      overlap_seconds: 86400
                      started_at: '2026-12-01T00:00:00Z'
                      hard_stop_at: '2026-12-08T00:00:00Z'
                      ends_at: '2026-12-08T00:00:00Z'
                      callers_on_old: []
                  next_cursor: null
            AuditEntryPage:
              type: object
              description: A page of audit entries.
              required:
                - data
                - next_cursor
              properties:
                data:
                  type: array
                  description: The audit entries.
                  maxItems: 1000
                  items:
                    $ref: '#/components/schemas/AuditEntry'
                next_cursor:
                  type:
                    - string
                    - 'null'
                  maxLength: 512
                  pattern: ^[0-9A-Za-z._~=-]+$
                  description: Pass it as cursor to read on; null at the end.
              examples:
                - data:
                    - sequence: 17
                      recorded_at: '2026-12-01T00:00:00Z'
                      actor:
                        type: local
                        id: local:0
                      action: key.revoke
                      object:
                        type: key
                        id: key_K7Qm2xTb9LrV0sWz
                        version: 4
                      decision: allow
                      reason: leaked
                      request_id: req_T0vB8xLm3QzK7rWc
                  next_cursor: null
            FieldFault:
              type: object
              description: One thing that is wrong with the request.
              required:
                - pointer
                - code
                - detail
              properties:
                pointer:
                  type: string
                  maxLength: 1024
                  pattern: ^[!-~]*$
                  description: JSON pointer as a URI fragment, or the name of a parameter or header.
                code:
                  description: What kind of fault it is.
                  anyOf:
                    - type: string
                      enum:
                        - unknown_member
                        - unknown_parameter
                        - missing
                        - wrong_type
                        - null_not_allowed
                        - out_of_range
                        - malformed
                        - unknown_value
                        - repeated
                        - conflict
                        - not_allowed
                    - type: string
                      maxLength: 64
                      pattern: ^[a-z0-9_.:]+$
                detail:
                  type: string
                  maxLength: 1024
                  pattern: ^[^\x00]*$
                  description: The fault in words.
              examples:
                - pointer: '#/nmae'
                  code: unknown_member
                  detail: there is no such member; did you mean “name”?
            Problem:
              type: object
              description: A refusal or failure (RFC 9457).
              required:
                - type
                - title
                - status
                - code
                - instance
                - request_id
                - fix
              properties:
                type:
                  type: string
                  format: uri-reference
                  maxLength: 128
                  description: The page that explains the code.
                title:
                  type: string
                  maxLength: 128
                  pattern: ^[^\x00]*$
                  description: What happened.
                status:
                  type: integer
                  format: int32
                  minimum: 400
                  maximum: 599
                  description: The HTTP status.
                code:
                  description: Stable name of the problem.
                  anyOf:
                    - type: string
                      enum:
                        - request_malformed
                        - invalid_request
                        - cursor_invalid
                        - idempotency_key_invalid
                        - credential_missing
                        - credential_rejected
                        - permission_missing
                        - slot_rejected
                        - not_found
                        - route_not_found
                        - method_not_allowed
                        - name_taken
                        - key_revoked
                        - key_expired
                        - too_many_live_versions
                        - rotation_under_way
                        - operator_active
                        - rotation_not_pending
                        - idempotency_used
                        - last_slot
                        - slot_unavailable
                        - rolled_back
                        - precondition_failed
                        - content_too_large
                        - media_type_unsupported
                        - host_rejected
                        - rule_violated
                        - too_many_targets
                        - idempotency_mismatch
                        - precondition_required
                        - limit_exceeded
                        - internal_error
                        - temporarily_unavailable
                        - sealed
                        - storage_unavailable
                        - storage_full
                    - type: string
                      maxLength: 64
                      pattern: ^[a-z0-9_.:]+$
                detail:
                  type: string
                  maxLength: 2048
                  pattern: ^[^\x00]*$
                  description: This occurrence.
                instance:
                  type: string
                  format: uri-reference
                  maxLength: 64
                  description: This request.
                request_id:
                  $ref: '#/components/schemas/RequestID'
                fix:
                  type: string
                  maxLength: 512
                  pattern: ^[^\x00]*$
                  description: What to do.
                errors:
                  type: array
                  description: What is wrong with which member.
                  maxItems: 100
                  items:
                    $ref: '#/components/schemas/FieldFault'
                required_permissions:
                  type: array
                  description: Any one list suffices.
                  maxItems: 16
                  items:
                    type: array
                    description: All of these together.
                    maxItems: 16
                    items:
                      type: string
                      maxLength: 64
                      pattern: ^[a-z]+:[a-z]+$
              examples:
                - type: /docs/errors/not_found
                  title: There is no such object
                  status: 404
                  code: not_found
                  detail: There is no such key.
                  instance: /v1/requests/req_T0vB8xLm3QzK7rWc
                  request_id: req_T0vB8xLm3QzK7rWc
                  fix: list the collection to see what there is
        """##
}
