// The directory API in Azure: a function app on Flex Consumption, whose identity may make applications in Entra and
// change those that it made, and nothing else; the app registration that callers ask tokens for; and the application
// as which the automation in AWS calls, without a secret.
//
//   az deployment group create -g <group> -f main.bicep -p name=<name> allowedAccounts='["123456789012"]' \
//     awsIssuer=https://<id>.tokens.sts.global.api.aws callerRoles='["arn:aws:iam::…:role/…"]'
//   npm run package:directory-api -- directory-api.zip
//   az functionapp deployment source config-zip -g <group> -n <name> --src directory-api.zip
//
// Whoever deploys it needs Owner of the resource group, and in Entra Privileged Role Administrator: to register two
// applications, and to grant the identity its permission of Graph and the caller its role. Nothing keeps these rights.
extension microsoftGraphV1

@description('Name of the function app; the API is at https://<name>.azurewebsites.net.')
@minLength(2)
@maxLength(59)
param name string

@description('AWS accounts about whose roles the API may be asked. ["all"] leaves that to the caller.')
@minLength(1)
param allowedAccounts string[]

@description('Issuer of the tokens of the AWS account in which the automation runs, without a slash at its end: aws iam get-outbound-web-identity-federation-info.')
param awsIssuer string

@description('ARNs of the roles of the automation\'s functions that call the API, letter by letter.')
@minLength(1)
@maxLength(20)
param callerRoles string[]

@description('Service principals that may be disabled within an hour: more look like an accident.')
@minValue(1)
param mostRemovalsAnHour int = 10

@description('The same as a share of all that there are, in percent; whichever is reached first. Three may always go.')
@minValue(1)
@maxValue(100)
param mostRemovalsPercent int = 20

param location string = resourceGroup().location

@description('Days for which requests are kept in the log. They name roles and applications, and no people.')
param logRetentionDays int = 90

var storageName = 'st${uniqueString(resourceGroup().id, name)}'
var packages = 'packages'
var storageBlobDataOwner = 'b7e6dc6d-f1e8-4753-8033-0f276bb0955b'
var applicationReadWriteOwnedBy = '18a4783c-866b-4cc7-a460-3d5e5662c884'
var bindingsRead = guid(name, 'Bindings.Read')
var bindingsWrite = guid(name, 'Bindings.Write')
var login = environment().authentication.loginEndpoint

resource identity 'Microsoft.ManagedIdentity/userAssignedIdentities@2023-01-31' = {
  name: name
  location: location
}

resource graph 'Microsoft.Graph/servicePrincipals@v1.0' existing = {
  appId: '00000003-0000-0000-c000-000000000000'
}

// To make applications, and to change and delete those that it owns because it made them.
resource mayMakeApplications 'Microsoft.Graph/appRoleAssignedTo@v1.0' = {
  appRoleId: applicationReadWriteOwnedBy
  principalId: identity.properties.principalId
  resourceId: graph.id
}

resource api 'Microsoft.Graph/applications@v1.0' = {
  uniqueName: '${name}-api'
  displayName: '${name} (directory API)'
  signInAudience: 'AzureADMyOrg'
  identifierUris: ['api://${tenant().tenantId}/${name}']
  api: { requestedAccessTokenVersion: 2 }
  appRoles: [
    {
      id: bindingsRead
      value: 'Bindings.Read'
      displayName: 'Read bindings'
      description: 'See which applications were made for which AWS roles'
      allowedMemberTypes: ['Application']
      isEnabled: true
    }
    {
      id: bindingsWrite
      value: 'Bindings.Write'
      displayName: 'Write bindings'
      description: 'Have applications made and removed for AWS roles'
      allowedMemberTypes: ['Application']
      isEnabled: true
    }
  ]
}

resource apiPrincipal 'Microsoft.Graph/servicePrincipals@v1.0' = {
  appId: api.appId
  appRoleAssignmentRequired: true
}

resource caller 'Microsoft.Graph/applications@v1.0' = {
  uniqueName: '${name}-caller'
  displayName: '${name} (caller in AWS)'
  signInAudience: 'AzureADMyOrg'
}

// One after another: Entra takes no two at the same time for one application.
@batchSize(1)
resource callerTrusts 'Microsoft.Graph/applications/federatedIdentityCredentials@v1.0' = [
  for role in callerRoles: {
    name: '${caller.uniqueName}/${uniqueString(awsIssuer, role)}'
    issuer: awsIssuer
    subject: role
    audiences: ['api://AzureADTokenExchange']
  }
]

resource callerPrincipal 'Microsoft.Graph/servicePrincipals@v1.0' = {
  appId: caller.appId
}

resource callerMayWrite 'Microsoft.Graph/appRoleAssignedTo@v1.0' = {
  appRoleId: bindingsWrite
  principalId: callerPrincipal.id
  resourceId: apiPrincipal.id
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
    // Addresses of callers are not kept.
    DisableIpMasking: false
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
        { name: 'API_CLIENT_ID', value: api.appId }
        { name: 'IDENTITY_CLIENT_ID', value: identity.properties.clientId }
        { name: 'ALLOWED_ACCOUNTS', value: join(allowedAccounts, ',') }
        { name: 'MOST_REMOVALS_AN_HOUR', value: string(mostRemovalsAnHour) }
        { name: 'MOST_REMOVALS_PERCENT', value: string(mostRemovalsPercent) }
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
        // Each instance counts the requests of an account by itself.
        maximumInstanceCount: 40
        instanceMemoryMB: 2048
      }
    }
  }
  dependsOn: [
    mayUseStorage
    storage::blobs::container
  ]

  resource authentication 'config' = {
    // The API verifies the token itself as well: this can be switched off with one click.
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
            clientId: api.appId
            openIdIssuer: '${login}${tenant().tenantId}/v2.0'
          }
          validation: {
            allowedAudiences: [api.appId]
            defaultAuthorizationPolicy: {
              allowedApplications: [caller.appId]
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

@description('Where the API is.')
output endpoint string = 'https://${app.properties.defaultHostName}'

@description('What callers request tokens for: this, followed by /.default.')
output audience string = api.appId

@description('Client ID as which the automation logs in to Entra.')
output callerClientId string = caller.appId

@description('Client ID of the managed identity, which owns the applications that the API makes.')
output identityClientId string = identity.properties.clientId
