// The claims provider in Azure: a function app on Flex Consumption, with an identity that may read the directory.
//
//   az deployment group create -g <group> -f main.bicep -p name=<name> apiClientId=<client ID>
//   npm run package:claims-provider -- rules.json claims-provider.zip
//   az functionapp deployment source config-zip -g <group> -n <name> --src claims-provider.zip
//
// Whoever deploys it needs Owner of the resource group, and in Entra what it takes to grant Directory.Read.All:
// Privileged Role Administrator.
extension microsoftGraphV1

@description('Name of the function app; its host is <name>.azurewebsites.net.')
@minLength(2)
@maxLength(59)
param name string

@description('Client ID of the app registration that stands for the provider. Its App ID URI must be api://<name>.azurewebsites.net/<client ID>.')
param apiClientId string

param location string = resourceGroup().location

@description('Entra gives up after two seconds at the most, and a new instance takes longer than that to start. Those that are always ready have started, have read the keys of Entra and have a token for Graph. Two, so that one may fail.')
@minValue(1)
param alwaysReadyInstances int = 2

@description('Days for which decisions are kept. They name roles, and people by a digest.')
param logRetentionDays int = 90

var hostName = '${name}.azurewebsites.net'
var storageName = 'st${uniqueString(resourceGroup().id, name)}'
var packages = 'packages'
var authenticationEvents = '99045fe1-7639-4a75-9d4a-577b6ca3810f'
var storageBlobDataOwner = 'b7e6dc6d-f1e8-4753-8033-0f276bb0955b'
var directoryReadAll = '7ab1d382-f21e-4acd-a863-ba3e13f7da61'
var login = environment().authentication.loginEndpoint
var audiences = [
  apiClientId
  'api://${hostName}/${apiClientId}'
]

resource identity 'Microsoft.ManagedIdentity/userAssignedIdentities@2023-01-31' = {
  name: name
  location: location
}

resource graph 'Microsoft.Graph/servicePrincipals@v1.0' existing = {
  appId: '00000003-0000-0000-c000-000000000000'
}

resource mayReadDirectory 'Microsoft.Graph/appRoleAssignedTo@v1.0' = {
  appRoleId: directoryReadAll
  principalId: identity.properties.principalId
  resourceId: graph.id
}

resource storage 'Microsoft.Storage/storageAccounts@2023-05-01' = {
  name: storageName
  location: location
  kind: 'StorageV2'
  sku: { name: 'Standard_ZRS' }
  properties: {
    allowBlobPublicAccess: false
    allowSharedKeyAccess: false
    minimumTlsVersion: 'TLS1_2'
    supportsHttpsTrafficOnly: true
  }

  resource blobs 'blobServices' = {
    name: 'default'

    resource container 'containers' = {
      name: packages
    }
  }
}

resource mayUseStorage 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(storage.id, identity.id, storageBlobDataOwner)
  scope: storage
  properties: {
    principalId: identity.properties.principalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', storageBlobDataOwner)
  }
}

resource logs 'Microsoft.OperationalInsights/workspaces@2023-09-01' = {
  name: name
  location: location
  properties: {
    sku: { name: 'PerGB2018' }
    retentionInDays: logRetentionDays
  }
}

resource insights 'Microsoft.Insights/components@2020-02-02' = {
  name: name
  location: location
  kind: 'web'
  properties: {
    Application_Type: 'web'
    WorkspaceResourceId: logs.id
  }
}

resource plan 'Microsoft.Web/serverfarms@2024-04-01' = {
  name: name
  location: location
  kind: 'functionapp'
  sku: {
    name: 'FC1'
    tier: 'FlexConsumption'
  }
  properties: { reserved: true }
}

resource app 'Microsoft.Web/sites@2024-04-01' = {
  name: name
  location: location
  kind: 'functionapp,linux'
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: { '${identity.id}': {} }
  }
  properties: {
    serverFarmId: plan.id
    httpsOnly: true
    siteConfig: {
      minTlsVersion: '1.2'
      appSettings: [
        { name: 'AZURE_TENANT_ID', value: tenant().tenantId }
        { name: 'AZURE_AUTHORITY_HOST', value: login }
        { name: 'API_CLIENT_ID', value: apiClientId }
        { name: 'IDENTITY_CLIENT_ID', value: identity.properties.clientId }
        { name: 'RULES_FILE', value: 'rules.json' }
        { name: 'AzureWebJobsStorage__accountName', value: storage.name }
        { name: 'AzureWebJobsStorage__credential', value: 'managedidentity' }
        { name: 'AzureWebJobsStorage__clientId', value: identity.properties.clientId }
        { name: 'APPLICATIONINSIGHTS_CONNECTION_STRING', value: insights.properties.ConnectionString }
      ]
    }
    functionAppConfig: {
      runtime: {
        name: 'node'
        version: '22'
      }
      deployment: {
        storage: {
          type: 'blobContainer'
          value: '${storage.properties.primaryEndpoints.blob}${packages}'
          authentication: {
            type: 'UserAssignedIdentity'
            userAssignedIdentityResourceId: identity.id
          }
        }
      }
      scaleAndConcurrency: {
        alwaysReady: [
          { name: 'http', instanceCount: alwaysReadyInstances }
        ]
        instanceMemoryMB: 2048
        maximumInstanceCount: 40
      }
    }
  }
  dependsOn: [
    mayUseStorage
    storage::blobs::container
  ]

  resource authentication 'config' = {
    // The provider verifies the token itself as well: this can be switched off with one click.
    name: 'authsettingsV2'
    properties: {
      platform: { enabled: true }
      globalValidation: {
        requireAuthentication: true
        unauthenticatedClientAction: 'Return401'
      }
      identityProviders: {
        azureActiveDirectory: {
          enabled: true
          registration: {
            clientId: apiClientId
            openIdIssuer: '${login}${tenant().tenantId}/v2.0'
          }
          validation: {
            allowedAudiences: audiences
            defaultAuthorizationPolicy: {
              allowedApplications: [authenticationEvents]
            }
          }
        }
      }
      login: { tokenStore: { enabled: false } }
    }
  }

  resource publishing 'basicPublishingCredentialsPolicies' = [
    for kind in ['ftp', 'scm']: {
      name: kind
      properties: { allow: false }
    }
  ]
}

@description('What the custom authentication extension calls.')
output targetUrl string = 'https://${hostName}/api/claims'

@description('What the custom authentication extension asks Entra a token for.')
output resourceId string = 'api://${hostName}/${apiClientId}'
